"""Exports 导出: the list one sees, as a workbook in the DM."""
