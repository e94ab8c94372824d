using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Portal.Security;

namespace Portal.Pages.Passwords;

/// <summary>The script of the pages where a password is chosen, served from the assembly to everybody, without looking at sessions.</summary>
internal static class PasswordScript
{
    private const string Path = "/scripts/password-strength.js";
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
        using var stream = typeof(PasswordScript).Assembly.GetManifestResourceStream("Portal.Pages.Passwords.password-strength.js")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
