namespace Portal.SignIn.Providers;

/// <summary>Writes down why sign-ins at providers fail, so that an operator can mend it: reasons of ours, never a provider's or person's text.</summary>
internal sealed partial class ExternalLog(ILogger<ExternalLog> log)
{
    public void Failed(ExternalProvider provider, ExternalSignInException error)
    {
        // People turn back and come late every day; the rest is worth a look.
        var level = error.Failure is ExternalFailure.Cancelled or ExternalFailure.Ended ? LogLevel.Debug : LogLevel.Warning;
        Write(level, provider.Name, error.Failure, error.Message);
    }

    [LoggerMessage(EventId = 1, Message = "Sign-in by {Provider} failed: {Failure} ({Reason})")]
    private partial void Write(LogLevel level, string provider, ExternalFailure failure, string reason);
}
