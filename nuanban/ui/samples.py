def faces():
    return {}
