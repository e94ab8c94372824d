using System.Text;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class MarkedSubjectTests
{
    [Theory]
    [InlineData("Contract [sms:+41791234567]", "Contract", "+41791234567", false)]
    [InlineData("[SMS: 0041 79 123 45 67 ] Contract", "Contract", "0041 79 123 45 67", false)]
    [InlineData("Your [emptypw] contract", "Your contract", null, true)]
    [InlineData("[emptypw][sms:+41791234567]", "", "+41791234567", true)]
    [InlineData("[sms:[emptypw]+41791234567] x", "x", null, true)]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe_=5Bsms:+41791234567=5D?=", "Grüße", "+41791234567", false)]
    [InlineData("Folded\r\n [sms:+41791234567] on", "Folded on", "+41791234567", false)]
    public async Task Marks_are_read_and_taken_out(string subject, string left, string? mobile, bool empty)
    {
        var mail = $"From: a@b.example\r\nSubject: {subject}\r\nTo: c@d.example\r\n\r\nSubject: [sms:+1] in the text\r\n";
        var marked = Assert.Single((await OutlineAsync(mail)).MarkedSubjects);
        Assert.Equal((mobile, empty), (marked.Mobile, marked.EmptyPassword));
        Assert.Equal($"Subject: {subject}\r\n", mail.Substring((int)marked.Range.Start, (int)marked.Range.Length));

        var without = mail.Replace($"Subject: {subject}\r\n", Encoding.UTF8.GetString(marked.WithoutMarks()), StringComparison.Ordinal);
        var outline = await OutlineAsync(without);
        Assert.Empty(outline.MarkedSubjects);
        Assert.Equal(left, HeaderText.Decode(outline.Header("Subject")!));
        Assert.Equal("c@d.example", outline.Header("To"));
    }

    [Fact]
    public async Task Thousands_of_marks_in_one_another_are_gone_in_no_time()
    {
        var subject = string.Concat(Enumerable.Repeat("[sms:", 9000)) + new string(']', 9000);
        var marked = Assert.Single((await OutlineAsync($"Subject: {subject}\r\n\r\n")).MarkedSubjects);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var field = marked.WithoutMarks();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Empty((await OutlineAsync(Encoding.UTF8.GetString(field) + "\r\n")).MarkedSubjects);
    }

    [Theory]
    [InlineData("Contract")]
    [InlineData("An sms: +41791234567")]
    [InlineData("[SEC] emptypw")]
    public async Task Other_subjects_are_left_alone(string subject) =>
        Assert.Empty((await OutlineAsync($"Subject: {subject}\r\n\r\n")).MarkedSubjects);

    [Fact]
    public async Task A_forwarded_mails_own_subject_is_left_alone() => Assert.Empty((await OutlineAsync(
        "From: a@b.example\r\nSubject: Fwd\r\nContent-Type: message/rfc822\r\n\r\nFrom: e@f.example\r\nSubject: [emptypw]\r\n\r\nHello\r\n")).MarkedSubjects);

    [Fact]
    public async Task Every_subject_of_a_message_is_looked_at()
    {
        var outline = await OutlineAsync("Subject: one\r\nSubject: two [emptypw]\r\nX-Y: z\r\nsubject: [sms:+41791234567]\r\n\r\n");
        Assert.Equal(["two [emptypw]", "[sms:+41791234567]"], outline.MarkedSubjects.Select(s => s.Text));
    }

    [Fact]
    public async Task One_that_the_limits_cut_stays_as_it_came() =>
        Assert.Empty((await OutlineAsync($"Subject: [emptypw] {new string('x', 70_000)}\r\nFrom: a@b.example\r\n\r\n")).MarkedSubjects);

    private static async Task<Outline> OutlineAsync(string mail) =>
        await OutlineReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(mail)), new OutlineOptions(), CancellationToken.None);
}
