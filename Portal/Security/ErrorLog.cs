using System.Security.Cryptography;
using System.Text;

namespace Portal.Security;

/// <summary>
/// Takes down an unforeseen error under a short code that the person is told too. Kinds and places only: an exception's text may
/// quote what somebody typed, and the address of the request may hold a token.
/// </summary>
internal sealed partial class ErrorLog(ILogger<ErrorLog> log)
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    public string Write(Exception error)
    {
        var code = $"{RandomNumberGenerator.GetString(Letters, 4)}-{RandomNumberGenerator.GetString(Letters, 4)}";
        Unforeseen(log, code, Describe(error));
        return code;
    }

    private static string Describe(Exception error)
    {
        var text = new StringBuilder();
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            text.AppendLine(inner.GetType().FullName).AppendLine(inner.StackTrace);
        }

        return text.ToString();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unforeseen error {Code}: {Trace}")]
    private static partial void Unforeseen(ILogger logger, string code, string trace);
}
