-- duration of a claim, pause between two changes of a person, then user…
-- Something about them that is not kept here may look different now. Answers the claim and whom the caller announces.
local claim = now + ARGV[1]
local reply = {tostring(claim)}
for i = 3, #ARGV do
  if claim_change(ARGV[i], claim, tonumber(ARGV[2])) then
    reply[#reply + 1] = ARGV[i]
  end
end
return reply
