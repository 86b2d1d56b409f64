"""Plans 计划: a deal's milestones, each with an owner and a day; the templates they are made from.

A milestone is a task with a place in its deal's plan: reminders, /today, Later… and handovers know it as they know any
task. Nothing is imported here, so that moves of deals may end a plan without a circle.
"""
