using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Portal.Security;

/// <summary>
/// A multipart form (RFC 7578) that is read in its order: our token, then texts, then files. Nothing of it is kept anywhere but by who asks for it. What is
/// not in this order, or too long, is refused.
/// </summary>
internal sealed class StreamedForm
{
    private const string Token = "__RequestVerificationToken";
    private const int LongestBoundary = 100;
    private const int MostTextBytes = 2_000_000;
    private const int MostFields = 300;

    private readonly MultipartReader _reader;
    private string _token = "";
    private readonly List<(string Name, string Value)> _fields = [];
    private FileMultipartSection? _file;
    private bool _tooLong;

    private StreamedForm(MultipartReader reader) => _reader = reader;

    /// <summary>Whether its texts are longer than any page takes: it was read to its end, and nothing is known of it but that it came from one of our pages.</summary>
    public bool TooLong => _tooLong;

    /// <summary>The texts in their order, without the token.</summary>
    /// <exception cref="InvalidOperationException">The form is <see cref="TooLong"/>.</exception>
    public IReadOnlyList<(string Name, string Value)> Fields => _tooLong ? throw new InvalidOperationException("The texts of the form are too long.") : _fields;

    /// <summary>The token, as it came.</summary>
    public string RequestToken => _token;

    /// <summary>Reads up to the first file. Null where it is no such form, or not from one of our pages.</summary>
    /// <param name="context">The request, of which nothing was read.</param>
    /// <param name="antiforgery">Checks the token.</param>
    /// <param name="mostBytes">How long the whole of it may be.</param>
    public static Task<StreamedForm?> OpenAsync(HttpContext context, IAntiforgery antiforgery, long mostBytes) =>
        OpenAsync(context, mostBytes, () => antiforgery.IsRequestValidAsync(context));

    /// <summary>
    /// The same where the token cannot be right, because the session for which it was made is over: for what is given back to the browser and changes nothing.
    /// </summary>
    public static Task<StreamedForm?> OpenUncheckedAsync(HttpContext context, long mostBytes) => OpenAsync(context, mostBytes, () => Task.FromResult(true));

    private static async Task<StreamedForm?> OpenAsync(HttpContext context, long mostBytes, Func<Task<bool>> isValid)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = mostBytes;
        }

        if (Boundary(context.Request.ContentType) is not { } boundary)
        {
            return null;
        }

        var form = new StreamedForm(new MultipartReader(boundary, context.Request.Body) { HeadersCountLimit = 10, HeadersLengthLimit = 8 * 1024 });
        try
        {
            return await form.HasTokenAsync(context, isValid) && await form.ReadTextsAsync(context) ? form : null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or AntiforgeryValidationException)
        {
            return null;
        }
    }

    /// <summary>The next file that somebody chose, or null at the end. It is read before the next one is asked for, or passed over.</summary>
    /// <exception cref="InvalidDataException">The form is broken, or a text follows a file.</exception>
    public async Task<FileMultipartSection?> NextFileAsync(CancellationToken cancellationToken)
    {
        var file = _file ?? await NextAsync(cancellationToken);
        _file = null;
        return file;
    }

    /// <summary>Reads what is left, or the browser would see a broken connection instead of a page.</summary>
    /// <returns>How many files there were; null where the form is broken.</returns>
    public async Task<int?> PassOverAsync(CancellationToken cancellationToken)
    {
        try
        {
            var files = 0;
            while (await NextFileAsync(cancellationToken) is { } file)
            {
                await file.FileStream!.CopyToAsync(Stream.Null, cancellationToken);
                files++;
            }

            return files;
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private async Task<FileMultipartSection?> NextAsync(CancellationToken cancellationToken) =>
        await NextSectionAsync(cancellationToken) is not { } section ? null
        : section.AsFileSection() ?? throw new InvalidDataException("A text follows a file.");

    // Of a field in which no file was chosen browsers send one without name and content (HTML, "constructing the entry list").
    private async Task<MultipartSection?> NextSectionAsync(CancellationToken cancellationToken)
    {
        var section = await _reader.ReadNextSectionAsync(cancellationToken);
        while (section?.GetContentDispositionHeader() is { } kind && kind.FileName == "" && kind.FileNameStar == null
            && kind.Parameters.Any(parameter => parameter.Name.Equals("filename", StringComparison.OrdinalIgnoreCase)))
        {
            section = await _reader.ReadNextSectionAsync(cancellationToken);
        }

        return section;
    }

    private async Task<bool> HasTokenAsync(HttpContext context, Func<Task<bool>> isValid)
    {
        if ((await _reader.ReadNextSectionAsync(context.RequestAborted))?.AsFormDataSection() is not { Name: Token } first)
        {
            return false;
        }

        // The check looks at the header before the form: so it reads no form.
        if (await TextAsync(first, 4_000, context.RequestAborted) is not { } token)
        {
            return false;
        }

        _token = token;
        context.Request.Headers["RequestVerificationToken"] = _token;
        return await isValid();
    }

    private async Task<bool> ReadTextsAsync(HttpContext context)
    {
        var room = MostTextBytes;
        while (await NextSectionAsync(context.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is { } file)
            {
                _file = file;
                return true;
            }

            if (section.AsFormDataSection() is not { } text || _fields.Count == MostFields)
            {
                return false;
            }

            if (await TextAsync(text, room, context.RequestAborted) is not { } value)
            {
                _tooLong = true;
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                return true;
            }

            room -= Encoding.UTF8.GetByteCount(value);
            _fields.Add((text.Name, value));
        }

        return true;
    }

    // Of UTF-8, as browsers send what comes from pages in UTF-8; what is none becomes U+FFFD. Null where it is too long.
    private static async Task<string?> TextAsync(FormMultipartSection section, int most, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await section.Section.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > most)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static string? Boundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary.ToString()
            : null;
}
