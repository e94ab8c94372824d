using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Core.Tunnel;
using Portal.Ingest.Tests.Intake;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Http;

/// <summary>A portal whose HTTP door is open, a gateway that has a key for it, and an HTTP client over real TLS.</summary>
public sealed class HttpOffice : IAsyncLifetime
{
    private Office _office = null!;

    internal (string Key, string Value)[] Settings { get; init; } = [];

    internal IntakeHost Portal => _office.Portal;

    internal OpenSslGateway Gateway => _office.Gateway;

    /// <summary>The bearer key of the gateway "office".</summary>
    internal string Key { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _office = new Office { Listening = true, Settings = [("Ingest:HttpListen", "https://127.0.0.1:0"), .. Settings] };
        await _office.InitializeAsync();
        Key = (await Portal.Get<GatewayCredentials>().MakeKeyAsync("office", default))!;
    }

    public Task DisposeAsync() => _office.DisposeAsync();

    /// <summary>A mail that no other is like, signed and encrypted by the gateway, its lines as they travel.</summary>
    internal async Task<byte[]> MailAsync(byte[]? entity = null) => Crlf(await _office.WrapAsync(entity ?? Originals.Fresh()));

    internal static byte[] Crlf(byte[] mail) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(mail).ReplaceLineEndings("\r\n"));

    /// <summary>Posts a mail to bob with the gateway's key; the rest is the caller's to change.</summary>
    internal async Task<string> PostAsync(byte[] mail, Action<HttpRequestMessage>? change = null, X509Certificate2? certificate = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Portal.Door, "/ingest/messages"))
        {
            Content = new ByteArrayContent(mail) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Headers.Add("X-Envelope-From", "<gateway@example.com>");
        request.Headers.Add("X-Envelope-To", "<bob@example.org>");
        change?.Invoke(request);
        return await SendAsync(request, certificate);
    }

    /// <summary>The answer as a transcript: status, the fields that matter, body.</summary>
    internal static async Task<string> SendAsync(HttpRequestMessage request, X509Certificate2? certificate = null)
    {
        using var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=localhost";
        if (certificate is not null)
        {
            handler.ClientCertificates.Add(certificate);
        }

        using var client = new HttpClient(handler);
        using var answer = await client.SendAsync(request);
        var text = new StringBuilder($"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}\n");
        foreach (var field in (string[])["WWW-Authenticate", "Retry-After"])
        {
            text.Append(answer.Headers.TryGetValues(field, out var values) ? $"{field}: {string.Join(',', values)}\n" : "");
        }

        return text.Append(await answer.Content.ReadAsStringAsync()).ToString();
    }

    /// <summary>A certificate with its key, good for ten days.</summary>
    internal static X509Certificate2 ClientCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=gateway", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(10));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    internal static string Taken(params string[] recipients) =>
        "200 application/json\n{\"recipients\":[" + string.Join(',', recipients.Select(r => $"{{\"address\":\"{r}\",\"status\":\"2.0.0\",\"detail\":\"Taken\"}}")) + "]}";

    internal static string Problem(int status, string title, string detail, string fields = "", string? recipients = null) =>
        $"{status} application/problem+json\n{fields}{{\"type\":\"about:blank\",\"title\":\"{title}\",\"status\":{status},\"detail\":\"{detail}\""
        + (recipients is null ? "}" : $",\"recipients\":[{recipients}]}}");

    internal static string Outcome(string address, string status, string detail) => $"{{\"address\":\"{address}\",\"status\":\"{status}\",\"detail\":\"{detail}\"}}";
}
