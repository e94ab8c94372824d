using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Portal.Security;

namespace Portal.Pages.Passkeys;

/// <summary>The script that asks the browser for passkeys, served from the assembly to everybody, without looking at sessions.</summary>
internal static class PasskeyScript
{
    private const string Path = "/scripts/passkeys.js";
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
        using var stream = typeof(PasskeyScript).Assembly.GetManifestResourceStream("Portal.Pages.Passkeys.passkeys.js")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
