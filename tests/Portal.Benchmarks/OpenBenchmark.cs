using System.Text;
using Microsoft.Playwright;
using Portal.Core.Html;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>
/// Opening a mail of five megabytes of HTML in Chromium, from the click in the inbox. The yardstick is the same document, already made safe,
/// opened from a file.
/// </summary>
internal static class OpenBenchmark
{
    private const int Rounds = 5;
    private const string Address = "bob@example.org";

    // When the frame's first byte came, when its first text was on the screen and when all of it was loaded, in milliseconds since 1970; nothing before that. Asked
    // again and again from here: in the frame of a mail no timer runs.
    private const string Marks = """
        () => {
          const paint = performance.getEntriesByName('first-contentful-paint')[0];
          const [page] = performance.getEntriesByType('navigation');
          return location.href !== 'about:blank' && paint && page?.loadEventEnd > 0 ? [page.responseStart, paint.startTime, page.loadEventEnd].map(mark => performance.timeOrigin + mark) : [];
        }
        """;

    public static async Task RunAsync(Report report)
    {
        var html = Newsletter.Write(2_600);
        report.Add("open_mail", html.Length / 1e6, "MB");
        await using var installation = await Installation.CreateAsync();
        await Reader.CreateAsync(installation.Services, Address, 1, Mail(html));
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("same.html"), new HtmlSanitiser().Sanitise(html, new SanitiserOptions()).Html.Markup);
        await using var portal = await RunningPortal.StartAsync(installation.Data);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * 127.0.0.1:9, EXCLUDE localhost"] });
        await using var context = await browser.NewContextAsync(new() { BaseURL = portal.Web.ToString(), IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await SignInAsync(page);
        await MeasureAsync(report, page, new Uri(folder.File("same.html")));
    }

    private static async Task MeasureAsync(Report report, IPage page, Uri file)
    {
        var (mail, same) = (new List<double[]>(), new List<double[]>());
        for (var round = -1; round < Rounds; round++)
        {
            await page.GotoAsync("/messages");
            var opened = await TimeAsync(() => page.Locator("a.mail-link").First.ClickAsync(), () => page.Frames.Skip(1).FirstOrDefault());
            await page.GotoAsync("about:blank");
            var read = await TimeAsync(() => page.GotoAsync(file.AbsoluteUri), () => page.MainFrame);
            if (round >= 0)
            {
                mail.Add(opened);
                same.Add(read);
            }
        }

        foreach (var (name, index) in new[] { ("first_byte", 0), ("first_paint", 1), ("loaded", 2) })
        {
            report.Add($"open_file_{name}_yardstick", Report.Median(same.Select(times => times[index])), "ms");
            report.Add($"open_mail_{name}", Report.Median(mail.Select(times => times[index])), "ms");
        }
    }

    private static async Task<double[]> TimeAsync(Func<Task> open, Func<IFrame?> frame)
    {
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await open();
        for (var tries = 0; tries < 1_000; tries++)
        {
            if (await MarksAsync(frame()) is { Length: > 0 } marks)
            {
                return [.. marks.Select(mark => mark - start)];
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The mail did not open.");
    }

    private static async Task<double[]> MarksAsync(IFrame? frame)
    {
        try
        {
            return frame is null ? [] : await frame.EvaluateAsync<double[]>(Marks);
        }
        catch (PlaywrightException)
        {
            return []; // the empty document before the mail's went away
        }
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.Locator("input[autocomplete=email], input[autocomplete=username]").FillAsync(Address);
        await page.Locator("input[autocomplete=current-password]").FillAsync(Reader.Password);
        await page.Locator("input[autocomplete=current-password]").PressAsync("Enter");
        await page.WaitForURLAsync("**/messages*");
    }

    private static byte[] Mail(string html) => Encoding.ASCII.GetBytes(
        "From: Alice Example <alice@example.com>\r\nTo: <bob@example.org>\r\nSubject: Everything\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.UTF8.GetBytes(html), Base64FormattingOptions.InsertLineBreaks));
}
