using System.Net.Sockets;
using System.Text;
using Portal.Ingest.Tests.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Http;

/// <summary>The HTTP door on a bare socket, asked by somebody who has a key and plays with the rules of HTTP/1.1 (RFC 9112).</summary>
public sealed class HostileHttpTests(HostileHttpTests.PlainDoor door) : IClassFixture<HostileHttpTests.PlainDoor>
{
    private readonly HttpOffice _office = door.Office;

    /// <summary>A door without TLS, so that what is sent can be seen here.</summary>
    public sealed class PlainDoor : IAsyncLifetime
    {
        public HttpOffice Office { get; } = new() { Settings = [("Ingest:HttpListen", "http://127.0.0.1:0")] };

        public Task InitializeAsync() => Office.InitializeAsync();

        public Task DisposeAsync() => Office.DisposeAsync();
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("Content-Length: 5, 6\r\n\r\nhello")]
    [InlineData("Content-Length: 0x5\r\n\r\nhello")]
    [InlineData("Content-Length: -1\r\n\r\nhello")]
    [InlineData("Content-Length: -0\r\n\r\nhello")]
    [InlineData("Content-Length: +0\r\n\r\nhello")]
    [InlineData("Content-Length: +5\r\n\r\nhello")]
    [InlineData("content-length:+5\r\n\r\nhello")]
    [InlineData("Content-Length: 1 0\r\n\r\nhello")]
    [InlineData("Content-Length: 5\v\r\n\r\nhello")]
    [InlineData("Content-Length: 5.0\r\n\r\nhello")]
    [InlineData("Content-Length: 5,\r\n\r\nhello")]
    [InlineData("Content-Length: \r\n\r\nhello")]
    [InlineData("Content-Length: 5\xA0\r\n\r\nhello")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\nhello")]
    [InlineData("Content-Length: 0000000000000000000000000000000000000005\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5;\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5;a=\rb\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("X-Envelope-To: a@example.org,\r\n eve@example.org\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-Envelope-To: a@example.org\0eve@example.org\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-Envelope-To: a@example.org\rX-Envelope-To: eve@example.org\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-Envelope-To: a@example.org\nX-Envelope-To: eve@example.org\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-Envelope-To: \xFF\xFE@example.org\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("Host: other\r\nContent-Length: 0\r\n\r\n")]
    public async Task Framing_that_can_be_read_in_two_ways_is_400_and_ends_the_connection(string rest)
    {
        var answer = await PlayAsync(Header() + rest + Smuggled());
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 ")[1..]);
    }

    [Fact]
    public async Task Chunks_under_HTTP_1_0_are_400_and_end_the_connection()
    {
        var mail = Encoding.Latin1.GetString(await _office.MailAsync());
        var before = await Kept.ByAsync(_office.Portal);
        var answer = await PlayAsync(Header().Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + Chunked(mail) + "0\r\n\r\n" + Smuggled());
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 ")[1..]);
        Assert.Equal(before, await Kept.ByAsync(_office.Portal));
    }

    [Theory]
    [InlineData(401, "Authorization: Bearer second\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(400, "X-Envelope-To: eve@example.org%0d%0aX-Envelope-To: mallory@example.org\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(400, "X-Envelope-To: <eve@example.org> NOTIFY=NEVER\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(400, "X-Envelope-From: a@example.com\r\nX-Envelope-From: b@example.com\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(400, "Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(415, "Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(415, "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_field_that_says_two_things_is_refused_by_the_header_alone(int status, string rest)
    {
        var answer = await PlayAsync(Header() + rest + Smuggled());
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 ")[1..]);
    }

    [Theory]
    [InlineData(200 * 1024, 1)]
    [InlineData(10, 2000)]
    public async Task A_header_without_end_is_431(int bytes, int fields)
    {
        var many = string.Concat(Enumerable.Range(0, fields).Select(i => $"X-Field-{i}: {new string('x', bytes)}\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await PlayAsync(Header() + many + "\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_recipients_may_have_a_field_each()
    {
        var many = string.Concat(Enumerable.Range(0, 99).Select(i => $"X-Envelope-To: {new string('a', 60)}{i}@{new string('b', 60)}.{new string('c', 60)}.{new string('d', 60)}\r\n"));
        Assert.StartsWith("HTTP/1.1 403 ", await PlayAsync(Header() + many + "Connection: close\r\nContent-Length: 0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 5")]
    [InlineData("CONTENT-LENGTH:\t 05 \t")]
    public async Task A_length_that_is_digits_alone_is_read(string length)
    {
        var answer = await PlayAsync(Header() + length + "\r\n\r\nhello" + Smuggled().Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
        Assert.Equal(["403", "404"], answer.Split("HTTP/1.1 ")[1..].Select(a => a[..3]));
    }

    [Fact]
    public async Task Trailers_are_no_envelope()
    {
        var mail = Encoding.Latin1.GetString(await _office.MailAsync());
        var answer = await PlayAsync(Header() + Chunked(mail) + "0\r\nX-Envelope-To: eve@example.org\r\nAuthorization: Bearer other\r\n\r\n");
        Assert.EndsWith("{\"recipients\":[{\"address\":\"bob@example.org\",\"status\":\"2.0.0\",\"detail\":\"Taken\"}]}", answer.Split("\r\n0\r\n")[0].TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_mail_in_a_body_that_does_not_end_is_not_taken(bool chunked)
    {
        var before = await Kept.ByAsync(_office.Portal);
        var mail = Encoding.Latin1.GetString(await _office.MailAsync());
        await PlayAsync(Header() + (chunked ? Chunked(mail) : $"Content-Length: {mail.Length + 1}\r\n\r\n{mail}"), leave: true);
        Assert.Equal(before, await Kept.ByAsync(_office.Portal));
        Assert.StartsWith("HTTP/1.1 200 ", await PlayAsync(Header() + $"Connection: close\r\nContent-Length: {mail.Length}\r\n\r\n{mail}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_first_is_told_to_go_on_only_with_a_key()
    {
        const string Expect = "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n";
        Assert.StartsWith("HTTP/1.1 100 ", await PlayAsync(Header() + Expect, leave: true), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", await PlayAsync(Header().Replace(_office.Key, "wrong", StringComparison.Ordinal) + Expect, leave: true), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await PlayAsync(Header() + "X-Envelope-To: nobody\r\n" + Expect, leave: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task What_follows_a_refused_header_is_never_a_request(string key)
    {
        var inner = Header() + "Content-Length: 0\r\n\r\n";
        var answer = await PlayAsync(Header().Replace(_office.Key, key, StringComparison.Ordinal) + $"Content-Length: {inner.Length}\r\n\r\n" + inner);
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 ")[1..]);
    }

    private static string Chunked(string text) =>
        $"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n{text.Length:X};name=\"value\"\r\n{text}\r\n";

    private string Header() =>
        $"POST /ingest/messages HTTP/1.1\r\nHost: portal\r\nAuthorization: Bearer {_office.Key}\r\nContent-Type: message/rfc822\r\nX-Envelope-To: bob@example.org\r\n";

    // What a front end might take for the body of the first request, and this door for another one.
    private static string Smuggled() => "GET /smuggled HTTP/1.1\r\nHost: portal\r\n\r\n";

    // What is answered until the door closes the connection; who leaves listens a moment only.
    private async Task<string> PlayAsync(string request, bool leave = false)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", _office.Portal.Door.Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        using var patience = new CancellationTokenSource(leave ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(10));
        var buffer = new byte[16 * 1024];
        var answer = new StringBuilder();
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is var count and > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (OperationCanceledException)
        {
            answer.Append("(still open)");
        }
        catch (SocketException)
        {
            answer.Append("(reset)");
        }

        return answer.ToString();
    }
}
