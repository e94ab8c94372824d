using System.Text;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class OutlineLimitTests
{
    [Theory]
    [InlineData("message/rfc822", false)]
    [InlineData("multipart/mixed; boundary=b", true)]
    public async Task A_hundred_thousand_nested_parts_are_taken_apart_to_the_limit(string type, bool boundaries)
    {
        var mail = new StringBuilder("From: a@b.example\r\n");
        for (var i = 0; i < 100_000; i++)
        {
            mail.Append("Content-Type: ").Append(type).Append(boundaries ? $"{i}\r\n\r\n--b{i}\r\n" : "\r\n\r\n");
        }

        var outline = await Mails.OutlineOf(Encoding.ASCII.GetBytes(mail.ToString()));
        Assert.Equal(33, Mails.Parts(outline.Root).Count());
        Assert.Contains(outline.Remarks, remark => remark is { Kind: OutlineRemarkKind.TooDeep, Part: 32 });
        Assert.Equal(mail.Length, outline.Length);
    }

    [Fact]
    public async Task Parts_beyond_the_limit_are_skipped()
    {
        var mail = "Content-Type: multipart/mixed; boundary=b\r\n" + string.Concat(Enumerable.Repeat("\r\n--b\r\n\r\nx", 5000));
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(1000, Mails.Parts(outline.Root).Count());
        Assert.Contains(outline.Remarks, remark => remark.Kind == OutlineRemarkKind.TooManyParts);
    }

    [Fact]
    public async Task A_long_field_is_cut_and_the_next_one_read()
    {
        var mail = Mails.Bytes("Subject: " + new string('a', 1_000_000), "From: a@b.example", "", "text");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(64 * 1024 - "Subject: ".Length, outline.Header("Subject")!.Length);
        Assert.Equal("a@b.example", outline.Header("From"));
        Assert.Equal("text", Mails.RawBody(mail, outline.Root));
        Assert.Contains(outline.Remarks, remark => remark.Kind == OutlineRemarkKind.HeaderLineTooLong);
    }

    [Fact]
    public async Task A_field_folded_without_end_is_cut()
    {
        var outline = await Mails.OutlineOf("Subject: " + string.Concat(Enumerable.Repeat("a\r\n ", 200_000)) + "b", "From: a@b.example", "", "");
        Assert.InRange(outline.Header("Subject")!.Length, 1, 64 * 1024);
        Assert.Equal("a@b.example", outline.Header("From"));
    }

    [Fact]
    public async Task Fields_beyond_the_limit_are_left_out_but_still_steer_nothing_unseen()
    {
        var mail = string.Concat(Enumerable.Range(0, 3000).Select(i => $"X-{i}: v\r\n")) + "X-Portal-No-Reply: yes\r\n\r\ntext";
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(1000, outline.Headers.Count);
        Assert.Contains(outline.Remarks, remark => remark.Kind == OutlineRemarkKind.TooManyHeaders);
        Assert.Equal("X-Portal-No-Reply: yes\r\n", mail.Substring((int)outline.SteeringRanges[0].Start, (int)outline.SteeringRanges[0].Length));
    }

    [Fact]
    public async Task Header_blocks_together_have_a_limit()
    {
        var fields = string.Concat(Enumerable.Repeat("X: " + new string('y', 60_000) + "\r\n", 30));
        var outline = await Mails.OutlineOf(fields + "\r\ntext");
        Assert.InRange(outline.Headers.Sum(field => field.Value.Length), 900_000, 1024 * 1024);
        Assert.Contains(outline.Remarks, remark => remark.Kind == OutlineRemarkKind.HeadersTooLarge);
    }

    [Fact]
    public async Task A_megabyte_of_fields_that_are_not_utf8_is_read_without_an_exception_for_each()
    {
        var part = "--b\r\n" + string.Concat(Enumerable.Repeat("X:\u00FF\n", 999)) + "\n";
        var (thread, thrown) = (Environment.CurrentManagedThreadId, 0);
        void Count(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs thrownOne) =>
            thrown += thrownOne.Exception is DecoderFallbackException && Environment.CurrentManagedThreadId == thread ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        var outline = await Mails.OutlineOf("Subject: \u00FC", "Content-Type: multipart/mixed; boundary=b", "", string.Concat(Enumerable.Repeat(part, 200)));
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        Assert.Equal("\u00FC", outline.Header("Subject"));
        Assert.Equal(200, outline.Root.Children.Count);
        Assert.Equal(0, thrown);
    }

    [Fact]
    public async Task Lines_that_look_like_boundaries_are_content()
    {
        var body = string.Concat(Enumerable.Repeat("--\r\n--x\r\n-", 100_000));
        var mail = Mails.Bytes("Content-Type: multipart/mixed; boundary=xx", "", "--xx", "", body, "--xx--");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(body.Length, outline.Root.Children[0].BodyLength);
    }

    [Fact]
    public async Task A_boundary_followed_by_endless_white_space_is_content()
    {
        var mail = Mails.Bytes("Content-Type: multipart/mixed; boundary=x", "", "--x", "", "a", "--x" + new string(' ', 1_000_000), "b", "--x--");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(1_000_009, Assert.Single(outline.Root.Children).BodyLength);
    }

    [Fact]
    public void A_million_beginnings_of_encoded_words_stay_as_they_are()
    {
        var subject = string.Concat(Enumerable.Repeat("=?", 1_000_000));
        Assert.Equal(subject, HeaderText.Decode(subject));
    }

    [Fact]
    public void A_hundred_thousand_words_in_nobodys_character_set_stay_as_they_are()
    {
        var subject = string.Concat(Enumerable.Repeat("=?x?Q?a?=", 100_000));
        Assert.Equal(subject, HeaderText.Decode(subject));
    }

    [Fact]
    public void No_more_than_128_parameters_are_read()
    {
        var type = ContentType.Parse("a/b" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"; p{i}=v")));
        Assert.Equal(128, type.Parameters.Count);
    }

    [Theory]
    [InlineData(128, false)]
    [InlineData(129, true)]
    [InlineData(3_000, true)]
    public async Task Parameters_beyond_the_limit_are_remarked(int count, bool remarked)
    {
        var outline = await Mails.OutlineOf("Content-Type: text/plain" + string.Concat(Enumerable.Repeat("; a=b", count)), "", "text");
        Assert.Equal(remarked, outline.Remarks.Any(remark => remark is { Kind: OutlineRemarkKind.TooManyParameters, Part: 0 }));
    }

    [Fact]
    public async Task Continuations_in_any_order_make_one_name_and_those_beyond_the_limit_none()
    {
        var backwards = string.Concat(Enumerable.Range(0, 100).Reverse().Select(i => $"; filename*{i}={i % 10}"));
        var outline = await Mails.OutlineOf("Content-Disposition: attachment" + backwards, "", "");
        Assert.Equal(string.Concat(Enumerable.Repeat("0123456789", 10)), outline.Root.FileName);
        var many = string.Concat(Enumerable.Range(0, 4000).Reverse().Select(i => $"; filename*{i}*=%41"));
        var bomb = await Mails.OutlineOf("Content-Disposition: attachment" + many, "", "");
        Assert.Null(bomb.Root.FileName);
        Assert.Contains(bomb.Remarks, remark => remark.Kind == OutlineRemarkKind.TooManyParameters);
    }

    [Fact]
    public void Parameters_without_names_are_passed_over() =>
        Assert.Equal("v", ContentType.Parse("a/b" + string.Concat(Enumerable.Repeat(";=", 500_000)) + ";n=v")["n"]);
}
