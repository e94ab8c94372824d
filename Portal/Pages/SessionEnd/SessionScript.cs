using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Portal.Security;

namespace Portal.Pages.SessionEnd;

/// <summary>The script that warns before a session ends, served from the assembly to everybody.</summary>
internal static class SessionScript
{
    private const string Path = "/scripts/session-end.js";
    private static readonly byte[] Bytes = Read();
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Bytes).AsSpan(0, 8));

    /// <summary>The address that never grows old.</summary>
    public static string Url { get; } = $"{Path}?v={Hash}";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], () =>
            Results.Bytes(Bytes, "text/javascript; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Hash}\"")))
        .WithMetadata(HeaderPolicy.Script)
        .AllowAnonymous()
        .ShortCircuit();

    private static byte[] Read()
    {
        using var stream = typeof(SessionScript).Assembly.GetManifestResourceStream("Portal.Pages.SessionEnd.session-end.js")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
