using Portal.Benchmarks;

// Prints name=value, a line each. Every figure stands beside its yardstick of the same run; nothing here passes or fails.
var all = new Dictionary<string, Func<Report, Task>>
{
    ["html"] = HtmlBenchmark.RunAsync,
    ["seal"] = SealBenchmark.RunAsync,
    ["unwrap"] = UnwrapBenchmark.RunAsync,
    ["ingest"] = IngestBenchmark.RunAsync,
    ["mime"] = MimeBenchmark.RunAsync,
    ["open"] = OpenBenchmark.RunAsync,
    ["pages"] = PagesBenchmark.RunAsync,
    ["listing"] = MailboxBenchmark.ListingAsync,
    ["search"] = MailboxBenchmark.SearchAsync,
    ["thread"] = MailboxBenchmark.ThreadAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
    ["signin"] = SignInBenchmark.RunAsync,
    ["start"] = StartBenchmark.RunAsync,
};
if (args.Any(arg => !all.ContainsKey(arg)))
{
    Console.WriteLine($"Usage: Portal.Benchmarks [{string.Join(' ', all.Keys)}]   (none: all)   prints name=value lines");
    return args.Contains("--help") ? 0 : 2;
}

var report = new Report();
foreach (var (name, run) in all.Where(entry => args.Length == 0 || args.Contains(entry.Key)))
{
    report.Section(name);
    await run(report);
}

return 0;
