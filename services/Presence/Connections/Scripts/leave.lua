-- lease, grace, user
if not is_live(ARGV[1]) then
  return 0
end

drop(ARGV[3], ARGV[1], tonumber(ARGV[2]))
return 1
