-- lease, pause between two tellings, then ('+' or '-', conversation, person)…
-- Answers -1 when the lease has ended, else the number of people who look at the last conversation named.
local lease, pause = ARGV[1], tonumber(ARGV[2])
if not is_live(lease) then
  return -1
end

for i = 3, #ARGV, 3 do
  if ARGV[i] == '+' then
    enter(lease, ARGV[i + 1], ARGV[i + 2], pause)
  else
    leave(lease, ARGV[i + 1], ARGV[i + 2], pause)
  end
end
return redis.call('HLEN', viewers(ARGV[#ARGV - 1]))
