-- lease, grace, most users at a time; answers 1 when nothing is left
return release(ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])) > 0 and 1 or 0
