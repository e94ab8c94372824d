using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Tests.EndToEnd;

/// <summary>Words that stand nowhere else in the world, in ASCII and beyond, and the search for them in whatever form.</summary>
internal sealed class Canaries
{
    private const string Ascii = "bcdfghjkmnpqrstvwxz";
    private const string Beyond = "äöüßéèêçñøåæłőžščřŧđ";

    private readonly List<(string Name, string Word, IReadOnlyList<(string Form, byte[] Bytes)> Forms)> _words = [];

    /// <summary>A new word of 14 letters for what is named.</summary>
    public string Word(string name, bool beyondAscii = false)
    {
        var word = RandomNumberGenerator.GetString(beyondAscii ? Beyond : Ascii, 14);
        Add(name, word);
        return word;
    }

    /// <summary>Looks for a word that was chosen elsewhere too.</summary>
    public void Add(string name, string word) => _words.Add((name, word, [.. Forms(word)]));

    /// <summary>The newest word for what is named.</summary>
    public string Last(string name) => _words.Last(canary => canary.Name == name).Word;

    /// <summary>Where anything was found: place, name and form.</summary>
    public IEnumerable<string> In(string place, byte[] bytes) =>
        from canary in _words
        from form in canary.Forms
        where bytes.AsSpan().IndexOf(form.Bytes) >= 0
        select $"{canary.Name} as {form.Form} in {place}";

    /// <summary>The same in each file below a folder; names of files count too.</summary>
    public IReadOnlyList<string> InFolder(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).SelectMany(file =>
            In(Path.GetRelativePath(folder, file), [.. Encoding.UTF8.GetBytes(file), .. Read(file)]))];

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes;
    }

    private static IEnumerable<(string Form, byte[] Bytes)> Forms(string word)
    {
        foreach (var (name, bytes) in new[]
        {
            ("UTF-8", Encoding.UTF8.GetBytes(word)), ("upper case", Encoding.UTF8.GetBytes(word.ToUpperInvariant())),
            ("UTF-16LE", Encoding.Unicode.GetBytes(word)), ("UTF-16BE", Encoding.BigEndianUnicode.GetBytes(word)),
        })
        {
            yield return (name, bytes);
            for (var shift = 0; shift < 3; shift++)
            {
                yield return ($"base64 of {name}, {shift}", Base64(bytes, shift));
            }

            yield return ($"hex of {name}", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)));
            yield return ($"hex in small letters of {name}", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)));
        }

        if (word.Any(c => c > 0x7F))
        {
            yield return ("quoted-printable", Encoding.ASCII.GetBytes(Each(Encoding.UTF8.GetBytes(word), "=")));
            yield return ("percent", Encoding.ASCII.GetBytes(Each(Encoding.UTF8.GetBytes(word), "%")));
            yield return ("JSON", Encoding.ASCII.GetBytes(string.Concat(word.Select(c => $"\\u{(int)c:X4}"))));
            yield return ("JSON in small letters", Encoding.ASCII.GetBytes(string.Concat(word.Select(c => $"\\u{(int)c:x4}"))));
            yield return ("HTML", Encoding.ASCII.GetBytes(string.Concat(word.Select(c => $"&#{(int)c};"))));
        }
    }

    // Wherever the word begins in what was encoded: the letters that its neighbours have no part in.
    private static byte[] Base64(byte[] word, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. word]).TrimEnd('=');
        return Encoding.ASCII.GetBytes(text[(shift == 0 ? 0 : shift + 1)..^2]);
    }

    private static string Each(byte[] bytes, string sign) =>
        string.Concat(bytes.Select(b => sign + b.ToString("X2", CultureInfo.InvariantCulture)));
}
