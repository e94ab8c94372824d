namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>
/// The settings below <c>Sms:Http</c>. URL and body are templates: <c>{number}</c> (+41…), <c>{digits}</c> (41…), <c>{text}</c>, <c>{id}</c> (the same at each
/// try) and <c>{secret}</c> stand for values that are encoded as the place wants it.
/// </summary>
public sealed class HttpSmsOptions
{
    /// <summary>The address of the request. Placeholders only in its query, behind the <c>?</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>GET, POST or PUT.</summary>
    public string Method { get; set; } = "POST";

    /// <summary>What the body is: <c>application/json</c> or <c>application/x-www-form-urlencoded</c>.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>The body; in JSON placeholders stand within strings. Empty for GET.</summary>
    public string Body { get; set; } = "";

    /// <summary>A file of header fields to send along, <c>Name: value</c> a line: where keys and passwords belong.</summary>
    public string HeaderFile { get; set; } = "";

    /// <summary>The file that holds nothing but what <c>{secret}</c> stands for, for gateways that want a key in body or address.</summary>
    public string SecretFile { get; set; } = "";
}
