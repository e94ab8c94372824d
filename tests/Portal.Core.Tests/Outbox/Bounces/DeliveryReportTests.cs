using System.Text;
using Portal.Core.Outbox.Bounces;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Bounces;

public sealed class DeliveryReportTests
{
    private const string Corpus = "mime-rubymail";

    public static TheoryData<string> Systems => [.. Reports.All.Keys];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task The_shapes_of_common_mail_systems_are_understood(string system)
    {
        var (mail, action, status) = Reports.All[system];
        Assert.Equal(new DeliveryReport(Enum.Parse<ReportedAction>(action), status), await ReadAsync(mail));
        Assert.Equal(new DeliveryReport(Enum.Parse<ReportedAction>(action), status), await ReadAsync(mail.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Cut_off_behind_its_fields_it_is_understood_and_before_them_it_is_none()
    {
        var end = Reports.Postfix.IndexOf("Remote-MTA", StringComparison.Ordinal);
        Assert.Equal("5.1.1", (await ReadAsync(Reports.Postfix[..end]))!.Status);
        Assert.Null(await ReadAsync(Reports.Postfix[..Reports.Postfix.IndexOf("Action:", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("Subject: x\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n")]
    [InlineData("Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nAction: failed\r\n--b--\r\n")]
    public async Task What_is_no_report_is_none(string mail) => Assert.Null(await ReadAsync(mail));

    [Fact]
    public async Task An_absence_note_and_a_receipt_are_no_reports()
    {
        Assert.Null(await ReadAsync(Reports.OutOfOffice));
        Assert.Null(await ReadAsync(Reports.Postfix.Replace("report-type=delivery-status", "report-type=disposition-notification", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("5.1.1 <script>alert(1)</script>", "5.1.1")]
    [InlineData("5.1.1(no such user)", "5.1.1")]
    [InlineData("5.1.1;bob@example.org", "5.1.1")]
    [InlineData("bob@example.org", "5.0.0")]
    [InlineData("5.1.1111", "5.0.0")]
    [InlineData("5.1.١", "5.0.0")]
    [InlineData("9.1.1", "5.0.0")]
    [InlineData("2.0.0", "5.0.0")]
    [InlineData("5.1.-1", "5.0.0")]
    [InlineData("", "5.0.0")]
    public async Task Of_the_status_digits_alone_are_taken(string field, string taken) =>
        Assert.Equal(taken, (await ReadAsync(Reports.Postfix.Replace("Status: 5.1.1", $"Status: {field}", StringComparison.Ordinal)))!.Status);

    [Fact]
    public async Task Of_several_recipients_the_worst_counts()
    {
        var two = Reports.Postfix.Replace(
            "Final-Recipient", "Final-Recipient: rfc822; team@example.org\r\nAction: expanded\r\nStatus: 2.1.5\r\n\r\nFinal-Recipient", StringComparison.Ordinal);
        Assert.Equal(new DeliveryReport(ReportedAction.Failed, "5.1.1"), await ReadAsync(two));
    }

    [CorpusTheory(Corpus)]
    [InlineData("multi_address_bounce1.eml", ReportedAction.Failed, "5.1.1")]
    [InlineData("multi_address_bounce2.eml", ReportedAction.Failed, "5.1.1")]
    [InlineData("multipart_report_multiple_status.eml", ReportedAction.Failed, "5.3.0")]
    [InlineData("report_422.eml", ReportedAction.Delayed, "4.2.2")]
    [InlineData("report_530.eml", ReportedAction.Failed, "5.3.0")]
    public async Task Reports_that_others_collected_are_understood(string file, ReportedAction action, string status)
    {
        await using var mail = File.OpenRead(Corpora.PathOf(Corpus, "multipart_report_emails", file));
        Assert.Equal(new DeliveryReport(action, status), await DeliveryReport.ReadAsync(mail, CancellationToken.None));
    }

    private static async Task<DeliveryReport?> ReadAsync(string mail) =>
        await DeliveryReport.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(mail)), CancellationToken.None);
}
