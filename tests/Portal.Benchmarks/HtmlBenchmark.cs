using System.Diagnostics;
using AngleSharp.Html.Parser;
using Portal.Core.Html;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>Sanitising a mail against the bare parse of the same mail.</summary>
internal static class HtmlBenchmark
{
    private const int Rounds = 301;
    private const int LargeRounds = 5;

    public static Task RunAsync(Report report)
    {
        var newsletter = Newsletter.Write();
        report.Add("html_newsletter", newsletter.Length / 1000.0, "KB");
        Compare(report, "html_newsletter", newsletter, Rounds);

        // Five megabytes are more than two thousand offers.
        var large = Newsletter.Write(14 * 5_000_000 / newsletter.Length);
        report.Add("html_large", large.Length / 1e6, "MB");
        Compare(report, "html_large", large, LargeRounds);
        return Task.CompletedTask;
    }

    private static void Compare(Report report, string name, string html, int rounds)
    {
        var (ours, bare, text) = (new List<double>(), new List<double>(), new List<double>());
        var (sanitiser, parser) = (new HtmlSanitiser(), new HtmlParser());
        for (var round = -rounds / 3; round < rounds; round++)
        {
            var times = new[]
            {
                Time(() => parser.ParseDocument(html).Dispose()),
                Time(() => sanitiser.Sanitise(html, new SanitiserOptions())),
                Time(() => PlainText.FromHtml(html)),
            };
            if (round >= 0)
            {
                bare.Add(times[0]);
                ours.Add(times[1]);
                text.Add(times[2]);
            }
        }

        report.Add($"{name}_bare_parse", Report.Median(bare), "ms");
        report.Add($"{name}_sanitise", Report.Median(ours), "ms");
        report.Add($"{name}_to_text", Report.Median(text), "ms");
        report.Add($"{name}_sanitise_of_bare", Report.Median(ours) / Report.Median(bare), "times");
    }

    private static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }
}
