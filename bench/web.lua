-- web.lua: questions for wrk and what it measured, one NAME<tab>VALUE a line.
--
-- With REMIT_LISTS, a folder of what.txt, service.txt and for.txt with a name a line, each request
-- is another of 20,000 questions drawn from them; without it, the address on the command line.
-- REMIT_NAME goes before the names.
local folder, name = os.getenv("REMIT_LISTS"), os.getenv("REMIT_NAME")
local values = { "", "10k", "60k", "250k", "400k", "1m", "2.5m", "6m", "12m", "25m", "100m" }
local questions, at = {}, 0

local function list(file)
   local lines = {}
   for line in io.lines(folder .. "/" .. file .. ".txt") do lines[#lines + 1] = line end
   return lines
end

if folder then
   function init()
      local what, service, area = list("what"), list("service"), list("for")
      math.randomseed(1)
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
end

function done(summary, latency)
   local e = summary.errors
   print(string.format("%s_rate\t%d", name, summary.requests * 1e6 / summary.duration))
   print(string.format("%s_p50\t%d", name, latency:percentile(50)))
   print(string.format("%s_p99\t%d", name, latency:percentile(99)))
   print(string.format("%s_bytes\t%d", name, summary.bytes / summary.requests))
   print(string.format("%s_failed\t%d", name, e.connect + e.read + e.write + e.status + e.timeout))
end
