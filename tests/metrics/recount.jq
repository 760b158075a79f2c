# index.json -> what each number of metrics/ counts, worked out by itself.
#
# For each panel an object: by the id of a section of its rows page, the addresses of its rows, or
# (in `values`) the value of each. Terms are those of the usual policy; $quarters is the setting.

def serial: (.[0:10] | strptime("%Y-%m-%d") | mktime) / 86400;
def quarter: (.[0:4] | tonumber) * 4 + (((.[5:7] | tonumber) - 1) / 3 | floor);
def timed: . != null and (.at | contains("T"));
def clock: .at[0:19] | strptime("%Y-%m-%dT%H:%M:%S") | mktime;
def span($from; $to):
  if ($from | timed) and ($to | timed)
     and ($from.zone == null or $to.zone == null or $from.zone == $to.zone)
  then ((($to | clock) - ($from | clock)) / 60 | floor) else null end;
def page: "incidents/\(.slug).html";
def folded: ascii_downcase | gsub("[\\s_-]+"; " ") | gsub("^ | $"; "");
def near: .near_miss == true;
def promised: select(.intent == "committed");
def iso: . != null and test("^\\d{4}-\\d\\d-\\d\\d$");
def pages: map(page);
def table($lines): [range(0; $lines | length) as $i | range(0; $lines[$i] | length) as $j
  | {key: "line-\($i + 1)-\($j + 1)", value: $lines[$i][$j]}] | from_entries;

.as_of as $today
| ($today | quarter) as $now
| [.incidents[] | select(.date == null)] as $undated
| [.incidents[] | select(.date != null and .date > $today)] as $ahead
| [.incidents[] | select(.date != null and .date <= $today)] | reverse | . as $past
| map(select(.date | quarter > $now - $quarters)) | . as $reports
| [range($now - $quarters + 1; $now + 1)] as $quarter_numbers
| def by_quarter(kinds): [$quarter_numbers[] as $q
    | [$reports[] | select(.date | quarter == $q)] as $some
    | $some | [kinds]];
  def fixes: .[] | .action_items[];

{
  reports: {all: ($reports | pages), unknown: ($undated | pages), contradictory: ($ahead | pages)},

  detect: (
    map({page: page, span: span(.started; .detected)})
    | {
        values: (map(select(.span != null and .span >= 0) | {key: .page, value: .span}) | from_entries),
        order: map(select(.span != null and .span >= 0) | .page),
        unknown: map(select(.span == null) | .page),
        contradictory: map(select(.span != null and .span < 0) | .page)
      }),

  recover: (
    map(select(near | not)
      | . + {page: page, odd: ((span(.started; .resolved) // 0) < 0)})
    | {
        values: (map(select((.odd | not) and .duration_minutes != null)
          | {key: .page, value: .duration_minutes}) | from_entries),
        order: map(select((.odd | not) and .duration_minutes != null) | .page),
        unknown: map(select((.odd | not) and .duration_minutes == null) | .page),
        contradictory: map(select(.odd) | .page)
      }),

  lag: (
    map(. + {page: page, lag: (if .published then (.published | serial) - (.date | serial) else null end)})
    | (map(select(.lag != null and .lag >= 0 and .published <= $today))) as $known
    | {
        values: ($known | map({key: .page, value: .lag}) | from_entries),
        order: ($known | map(.page)),
        unknown: map(select(.lag == null) | .page),
        contradictory: map(select(.lag != null and (.lag < 0 or .published > $today)) | .page)
      }
      + ($known
         | map(. + {rank: (if near then 5 else .severity_level // 6 end)})
         | . as $ranked
         | [range(1; 7) as $rank | [$ranked[] | select(.rank == $rank)] | select(length > 0)
            | {"1": 2, "2": 7}["\($rank)"] as $days
            | [
                [.[] | select($days and .lag <= $days) | .page],
                [.[] | select($days and .lag > $days) | .page],
                [.[] | select($days | not) | .page]
              ]]
         | table(.))),

  commitments: (
    [($past + $ahead + $undated)[]
      | (if (.resolved.at // "")[0:10] >= (.date // "") and .resolved then .resolved.at[0:10]
         elif (.mitigated.at // "")[0:10] >= (.date // "") and .mitigated then .mitigated.at[0:10]
         else .date end) as $opened
      | (if near then null else {"1": 15, "2": 30}["\(.severity_level)"] end) as $days
      | .action_items[] | promised | select(.status == "open" or .status == "in progress")
      | {
          url,
          age: (if $opened != null and $opened <= $today then ($today | serial) - ($opened | serial) else null end),
          due: (if .due | iso then .due | serial elif $days and $opened then ($opened | serial) + $days else null end)
        }]
    | {all: map(select(.age != null) | .url), unknown: map(select(.age == null) | .url)}
      + ([[0, 30], [31, 90], [91, 180], [181, 1e9]] as $ages
         | . as $open
         | table([$ages[] as [$least, $most]
             | [$open[] | select(.age != null and .age >= $least and .age <= $most)]
             | [
                 [.[] | select(.due != null and .due >= ($today | serial)) | .url],
                 [.[] | select(.due != null and .due < ($today | serial)) | .url],
                 [.[] | select(.due == null) | .url]
               ]]))),

  repeats: (
    {all: map(select(.classes != [])) | pages, unknown: map(select(.classes == [])) | pages}
    + table(by_quarter(
        map(select(.classes != [])) | map(. + {back: ([.recurrence[]] | sort_by(-.nth) | .[0].disease)})
        | (null, "known fix not shipped", "fix did not hold", "cause of the repeat not stated") as $why
        | map(select(.back == $why)) | pages))),

  strength: (
    {
      all: [fixes | promised | select(.strength) | .url],
      unknown: [fixes | promised | select(.strength | not) | .url]
    }
    + table(by_quarter(("strong", "intermediate", "weak", null) as $grade
        | [fixes | promised | select(.strength.grade == $grade) | .url]))),

  classes: (
    {all: map(select(.classes != [])) | pages, unknown: map(select(.classes == [])) | pages}
    + ([$reports[] | . as $it | (.classes | unique_by(folded))[] | {name: ., key: folded, it: $it}]
       | group_by(.key) | sort_by(-length, .[0].key) | .[0:12] as $first | .[12:] as $rest
       | ($first | map(map(.it)))
         + (if $rest == [] then [] else [$rest | map(map(.it)) | add | unique_by(.slug)] end)
       | table(map(. as $some | [$quarter_numbers[] as $q
           | [$some[] | select(.date | quarter == $q)] | pages])))),

  "near-misses": (
    {all: pages}
    + table(by_quarter((map(select(near)) | pages), (map(select(near | not)) | pages)))),

  severity: (
    {
      all: map(select(.severity_initial_level and .severity_level)) | pages,
      unknown: map(select((.severity_initial_level and .severity_level) | not)) | pages
    }
    + table([range(1; 5) as $first | [range(1; 5) as $last
        | [$reports[] | select(.severity_initial_level == $first and .severity_level == $last)] | pages]])),

  breadth: (
    {
      all: map(select(.teams != [] or .reviewed_by != [])) | pages,
      unknown: map(select(.teams == [] and .reviewed_by == [])) | pages,
      "fact-1": map(select(.teams != [])) | pages,
      "fact-2": map(select(.reviewed_by != [])) | pages,
      facts: [(map(.teams[]) | unique_by(folded) | length), (map(.reviewed_by[]) | unique_by(folded) | length)]
    }
    + table([("teams", "reviewed_by") as $side
        | map(. + {many: (.[$side] | unique_by(folded) | length)})
        | [(map(select(.many == 1)) | pages), (map(select(.many == 2)) | pages),
           (map(select(.many > 2)) | pages), (map(select(.many == 0)) | pages)]])),

  topics: (
    map(select(any(.action_items[]; .intent == "committed"
      and (.strength.grade == "weak" or .purpose == "process" or .purpose == "docs"))))
    | map(. + {topics: ((if .tags != [] then .tags else [.suggested_tags[].tag] end) + .classes)})
    | {all: map(select(.topics != [])) | pages, unknown: map(select(.topics == [])) | pages}
      + (map(. as $it | (.topics | unique_by(ascii_downcase))[] | {key: ascii_downcase, page: ($it | page)})
         | group_by(.key) | map(select(length > 1)) | sort_by(-length, .[0].key) | .[0:12]
         | table(map([map(.page)])))),

  guides: (
    [$past[] | . as $it | .guides[] | {target, it: $it}] | group_by(.target)
    | map(
        .[-1].it as $last
        | (map(.it.classes[] | ascii_downcase) | unique) as $classes
        | (map(.it.services[] | ascii_downcase) | unique) as $services
        | ([$past[]
            | select(if $classes != [] then any(.classes[]; ascii_downcase | IN($classes[]))
                     else any(.services[]; ascii_downcase | IN($services[])) end)
            | .date] | max) as $newest
        | {page: ($last | page), behind: ($newest != null and $newest > $last.date)})
    | . as $guides
    | $reports
    | {all: map(select(.guides != [])) | pages}
      + table([
          [map(select(any(.guides[]; .kind == "runbook"))) | pages],
          [map(select(any(.guides[]; .kind == "decision record"))) | pages],
          [map(select(.guides == [])) | pages],
          [$guides | map(select(.behind | not) | .page)],
          [$guides | map(select(.behind) | .page)]
        ])),

  months: (
    ($today[0:4] | tonumber) * 12 + ($today[5:7] | tonumber) - 1 | . as $this
    | [range($this - 12; $this)] as $months
    | def month: (.[0:4] | tonumber) * 12 + (.[5:7] | tonumber) - 1;
      [$past[] | select(.date | month | IN($months[]))] as $some
    | {
        all: $some | pages,
        contradictory: [$some[] | select(.retro and .retro < .date)] | pages
      }
      + table([$months[] as $m | [$past[] | select(.date | month == $m)]
          | [
              (map(select(near | not)) | pages), (map(select(near)) | pages),
              (map(select(.recurrence != [])) | pages),
              ([$past[] | select(.published and .published >= .date and (.published | month == $m))] | pages),
              ([$past[] | select(.retro and .retro >= .date and (.retro | month == $m))] | pages)
            ]])),

  unknown: (
    ($reports + $undated)
    | . as $every
    | def split(f): [(map(select(f)) | pages), (map(select(f | not)) | pages)];
      def each(f): [[fixes | promised | select(f) | .url], [fixes | promised | select(f | not) | .url]];
      {all: pages}
      + table([
          split(.date), split(.started | timed), split(.detected | timed),
          split(.duration_minutes != null), split(.severity), split(.severity_initial),
          split(.published), split(.services != []), split(.classes != []), split(.lessons != []),
          each(.owner), each(.due | iso), each(.status)
        ]))
}
