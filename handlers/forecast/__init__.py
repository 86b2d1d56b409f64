"""The forecast 预测: what is to come, period by period and side by side, and how it moved."""
