-- claim, then conversation…: they are told, unless they changed since.
for i = 2, #ARGV do
  if redis.call('ZSCORE', due, ARGV[i]) == ARGV[1] then
    redis.call('ZREM', due, ARGV[i])
  end
end
return 1
