using Portal.Core.Messages.Replies;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

/// <summary>Under which type a file leaves, whatever a browser or another's mail calls it.</summary>
public sealed class ReplyFileTypeTests : ReplyBench
{
    private const string Bytes = "application/octet-stream";

    public static TheoryData<string?, string> Types { get; } = new()
    {
        { "application/pdf", "application/pdf" },
        { "IMAGE/SVG+XML", "image/svg+xml" },
        { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { null, Bytes },
        { "", Bytes },
        { "/", Bytes },
        { "image", Bytes },
        { "image/x/y", Bytes },
        { "image/", Bytes },
        { "/png", Bytes },
        { "image /png", Bytes },
        { "image/png\n", Bytes },
        { "image/png; name=x", Bytes },
        { "image/größe", Bytes },
        { "im\u202Eage/png", Bytes },
        { "image/png\r\nBcc: x@y.example", Bytes },
        { "message/rfc822", Bytes },
        { "Message/Partial", Bytes },
        { "MULTIPART/mixed", Bytes },
        { "image/" + new string('x', 64), Bytes },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Only_what_is_a_type_and_may_go_in_base64_stays(string? claimed, string type) => Assert.Equal(type, ReplyFileType.Of(claimed));

    [PythonFact]
    public async Task Each_leaves_as_a_file_that_others_can_read()
    {
        var types = Types.Select(row => ((string?)row[0], (string)row[1])).ToList();
        var files = types.Select((type, i) => FileOf($"{i}.bin", [(byte)i, 0x0D, 0x80], ReplyFileType.Of(type.Item1))).ToList();
        Assert.NotNull(await SendAsync(Reply() with { Files = files }));
        await DeliverAsync();
        var read = await PythonMail.ReadAsync(await OpenAsync(await File.ReadAllBytesAsync(Assert.Single(Outgoing()))));

        Assert.Equal(types.Select((type, i) => new[] { $"{i}.bin", type.Item2, $"{i:x2}0d80" }), read.Table("files"));
        Assert.Empty(read.Texts("defects"));
    }
}
