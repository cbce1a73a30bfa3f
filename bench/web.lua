-- web.lua: questions for wrk, each thread its own 20,000, drawn from the lists in the folder
-- REMIT_LISTS: what.txt, service.txt, for.txt, one name a line.
local folder = os.getenv("REMIT_LISTS")
local values = { "", "10k", "60k", "250k", "400k", "1m", "2.5m", "6m", "12m", "25m", "100m" }
local questions, at, threads = {}, 0, 0

local function list(name)
   local lines = {}
   for line in io.lines(folder .. "/" .. name .. ".txt") do lines[#lines + 1] = line end
   return lines
end

function setup(thread)
   threads = threads + 1
   thread:set("seed", threads)
end

function init()
   local what, service, area = list("what"), list("service"), list("for")
   math.randomseed(seed)
   for i = 1, 20000 do
      questions[i] = wrk.format("GET", "/?what=" .. what[math.random(#what)] ..
         "&service=" .. service[math.random(#service)] .. "&for=" .. area[math.random(#area)] ..
         "&value=" .. values[math.random(#values)])
   end
end

function request()
   at = at % #questions + 1
   return questions[at]
end

function done(summary, latency)
   local failed = summary.errors
   print(string.format("\t%s\t%d\t%d\t%d\t%d", "web", summary.requests * 1e6 / summary.duration,
      latency:percentile(50), latency:percentile(99), failed.connect + failed.read + failed.write +
      failed.status + failed.timeout))
   print(string.format("\tbytes\t%d", summary.bytes / summary.requests))
end
