using System.Text;

namespace Portal.Core.Outbox.Relay;

/// <summary>Signs in at the relay: PLAIN (RFC 4616) or, for old ones, LOGIN.</summary>
internal static class SmtpSignIn
{
    /// <exception cref="SmtpFailure">It did not work. The mail waits: this is no fault of its own.</exception>
    public static async Task RunAsync(SmtpWire wire, SmtpExtensions offered, RelayOptions options, CancellationToken cancellationToken)
    {
        string password;
        try
        {
            password = RelayPassword.Read(options.PasswordFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SmtpFailure("password file unreadable", error);
        }

        async Task<SmtpReply> SayAsync(string line)
        {
            await wire.WriteLineAsync(line, options.CommandTimeout, cancellationToken);
            return await wire.ReadReplyAsync(options.CommandTimeout, cancellationToken);
        }

        SmtpReply reply;
        if (offered.OffersAuth("PLAIN"))
        {
            reply = await SayAsync("AUTH PLAIN " + Encode($"\0{options.UserName}\0{password}"));
        }
        else if (offered.OffersAuth("LOGIN"))
        {
            reply = await SayAsync("AUTH LOGIN");
            reply = reply.Code == 334 ? await SayAsync(Encode(options.UserName)) : reply;
            reply = reply.Code == 334 ? await SayAsync(Encode(password)) : reply;
        }
        else
        {
            throw new SmtpFailure("no known AUTH mechanism");
        }

        if (reply.Code != 235)
        {
            throw SmtpFailure.Of(reply);
        }
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
