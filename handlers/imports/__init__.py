"""Imports 导入: a file dropped into the DM, looked at before it is entered, taken back whole."""
