"""What a reader gives, made safe to use: functions of one input, two, many, a pair."""
