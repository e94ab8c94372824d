using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Portal.Security;

/// <summary>
/// One of the few scripts of our own, served from the assembly to everybody, without looking at sessions. The view that needs it names it with the
/// word of its answer (<see cref="Word"/>): nothing else that the portal serves, files out of mails too, runs on any page.
/// </summary>
internal sealed class OwnScript
{
    /// <summary>Tells how strong a password is while it is typed.</summary>
    public static readonly OwnScript PasswordStrength = new("Passwords", "password-strength");

    /// <summary>Asks the browser for passkeys.</summary>
    public static readonly OwnScript Passkeys = new("Passkeys", "passkeys");

    /// <summary>Warns before a session ends.</summary>
    public static readonly OwnScript SessionEnd = new("SessionEnd", "session-end");

    /// <summary>Shortcuts in lists of messages.</summary>
    public static readonly OwnScript MailKeys = new("Messages", "mail-keys");

    /// <summary>Keeps what is being written.</summary>
    public static readonly OwnScript Compose = new("Compose", "compose");

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly string _hash;

    private OwnScript(string folder, string name)
    {
        _path = $"/scripts/{name}.js";
        using var stream = typeof(OwnScript).Assembly.GetManifestResourceStream($"Portal.Pages.{folder}.{name}.js")!;
        _bytes = new byte[stream.Length];
        stream.ReadExactly(_bytes);
        _hash = Convert.ToHexStringLower(SHA256.HashData(_bytes).AsSpan(0, 8));
        Url = $"{_path}?v={_hash}";
    }

    /// <summary>The address, which names the content and never grows old.</summary>
    public string Url { get; }

    /// <summary>Lets the page that is being made run the scripts that carry this word: 16 random bytes, the same for all of one answer.</summary>
    public static string Word(HttpContext context)
    {
        if (context.Items[typeof(OwnScript)] is not string word)
        {
            context.Items[typeof(OwnScript)] = word = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Features.Set(HeaderPolicy.WithScript(word));
        }

        return word;
    }

    /// <summary>The same, and lets them ask the portal, and nobody else, for something.</summary>
    public static string WordThatConnects(HttpContext context)
    {
        var word = Word(context);
        context.Features.Set(HeaderPolicy.WithScript(word, connects: true));
        return word;
    }

    public static void MapAll(IEndpointRouteBuilder routes)
    {
        foreach (var script in new[] { PasswordStrength, Passkeys, SessionEnd, MailKeys, Compose })
        {
            script.Map(routes);
        }
    }

    private void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods(_path, [HttpMethods.Get, HttpMethods.Head], () =>
            Results.Bytes(_bytes, "text/javascript; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{_hash}\"")))
        .WithMetadata(HeaderPolicy.Script)
        .AllowAnonymous()
        .ShortCircuit();
}
