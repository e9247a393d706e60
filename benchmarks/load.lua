-- The request that load.py wrote to a file, again and again, with its number counted up. One line of JSON at the end.
-- Arguments: file, first number, how many numbers there are (0: no end), whether redirects are followed.

local before, after, first, count, follow
local sent = 0
local waiting = {}

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local text = file:read("*a")
  file:close()
  first, count, follow = tonumber(arguments[2]), tonumber(arguments[3]), arguments[4] == "follow"
  local from, to = text:find("@NUMBER@", 1, true)
  if from then
    before, after = text:sub(1, from - 1), text:sub(to + 1)
  else
    before = text
  end
  if follow then
    host = text:match("\r\n[Hh]ost: ([^\r]+)")
    response = function(status, headers)
      local location = headers["location"] or headers["Location"]
      if location then
        table.insert(waiting, location:match("^https?://[^/]+(.*)$") or location)
      end
    end
  end
end

function request()
  if #waiting > 0 then
    return "GET " .. table.remove(waiting) .. " HTTP/1.1\r\nHost: " .. host .. "\r\n\r\n"
  end
  if not after then
    return before
  end
  local number = first + (count > 0 and sent % count or sent)
  sent = sent + 1
  return before .. string.format("%.0f", number) .. after -- %d would end at 2^31
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, "median": %d, "p99": %d}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
