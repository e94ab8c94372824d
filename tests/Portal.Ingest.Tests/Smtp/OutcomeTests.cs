using Microsoft.Extensions.Logging;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class OutcomeTests
{
    private static readonly IntakeOutcome Yes = new IntakeOutcome.Accepted();
    private static readonly IntakeOutcome No = new IntakeOutcome.Rejected(550, "5.7.1", "No");
    private static readonly IntakeOutcome Later = new IntakeOutcome.Deferred(452, "4.3.1", "Later");

    public static TheoryData<string, string> Mixes => new()
    {
        { "yy", "250 2.0.0 Taken" },
        { "nn", "550 5.7.1 No" },
        { "ll", "452 4.3.1 Later" },
        { "yl", "452 4.3.1 Later" },
        { "nl", "452 4.3.1 Later" },
        { "ynl", "452 4.3.1 Later" },
        { "yn", "250 2.0.0 Taken" },
        { "ny", "250 2.0.0 Taken" },
    };

    [Theory]
    [MemberData(nameof(Mixes))]
    public async Task Smtp_has_one_reply_for_all(string outcomes, string reply)
    {
        await using var host = await DoorHost.StartAsync();
        host.Intake.Outcome = recipient => recipient[0] switch { 'y' => Yes, 'n' => No, _ => Later };
        var recipients = string.Concat(outcomes.Select(o => $"C: RCPT TO:<{o}@d.example>\nS: 250 *\n"));
        await host.PlayAsync(
            Scripts.Greeted + $"C: MAIL FROM:<>\nS: 250 *\n{recipients}C: DATA\nS: 354 *\nC: .\nS: {reply}" + Scripts.StillThere);
        Assert.Equal(outcomes.Length, host.Intake.Single.Recipients.Count);
        Assert.Equal(
            outcomes is "yn" or "ny" ? 1 : 0,
            host.Logs.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("refused for 1 of its 2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_text_from_inside_stays_one_line_of_ascii()
    {
        await using var host = await DoorHost.StartAsync();
        host.Intake.Outcome = _ => new IntakeOutcome.Rejected(550, "5.7.1", "No\r\n250 2.0.0 yes ä");
        await host.PlayAsync(Scripts.InData + "C: .\nS: 550 5.7.1 No??250 2.0.0 yes ?" + Scripts.StillThere);
        Assert.Single(host.Intake.Mails);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(421)]
    [InlineData(600)]
    public async Task A_code_that_is_none_becomes_a_temporary_failure(int code)
    {
        await using var host = await DoorHost.StartAsync();
        host.Intake.Outcome = _ => new IntakeOutcome.Rejected(code, "5.7.1", "No");
        await host.PlayAsync(Scripts.InData + "C: .\nS: 451 4.3.0 *" + Scripts.StillThere);
        Assert.Single(host.Intake.Mails);
    }

    [Fact]
    public async Task An_unforeseen_error_is_temporary_and_logged_without_what_it_says()
    {
        await using var host = await DoorHost.StartAsync();
        host.Intake.Outcome = _ => throw new InvalidOperationException("canary");
        await host.PlayAsync(Scripts.InData + "C: canary\nC: .\nS: 451 4.3.0 *" + Scripts.StillThere);
        var errors = host.Logs.Lines.Where(line => line.Level >= LogLevel.Warning).ToList();
        Assert.Contains("InvalidOperationException", Assert.Single(errors).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.Lines, line => line.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_address_and_no_content_reaches_the_log()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Greeted + """
            C: MAIL FROM:<canary@b.example>
            C: RCPT TO:<canary@d.example>
            C: RCPT TO:<canary>
            C: CANARY
            C: DATA
            S: 250 *
            S: 250 *
            S: 501 *
            S: 500 *
            S: 354 *
            C: Subject: canary
            C: .
            S: 250 *
            C| canary\n
            S: 500 *
            S: (closed)
            """);
        Assert.DoesNotContain(host.Logs.Lines, line => line.Text.Contains("canary", StringComparison.OrdinalIgnoreCase));
    }

    [FileFact("/dev/full")]
    public async Task A_full_disk_is_temporary_and_the_connection_goes_on()
    {
        var full = true;
        var folder = Directory.CreateTempSubdirectory("doors-");
        var spool = new Spool(() => full
            ? new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)
            : new FileStream(Path.Combine(folder.FullName, "spool"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0));
        await using var host = await DoorHost.StartAsync(spool: spool);
        using var transcript = new Transcript(
            new System.Net.Sockets.NetworkStream(await host.ConnectAsync(Portal.Ingest.Smtp.Door.Smtp), ownsSocket: true));
        var body = new string('x', 3 * SpoolFile.BufferBytes);
        await transcript.PlayAsync(Scripts.InData + Scripts.CipherHeader + $"C: {body}\nC: .\nS: 452 4.3.1 *");
        Assert.Empty(host.Intake.Mails);

        full = false;
        await transcript.PlayAsync($"""
            C: MAIL FROM:<>
            C: RCPT TO:<c@d.example>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            {Scripts.CipherHeader}
            C: {body}
            C: .
            S: 250 2.0.0 *
            """);
        Assert.Equal(body + "\r\n", host.Intake.Single.Body);
        folder.Delete(recursive: true);
    }
}
