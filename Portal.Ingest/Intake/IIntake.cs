namespace Portal.Ingest.Intake;

/// <summary>Where every door hands its mails over: the pipeline in the product, a fake in wire tests.</summary>
public interface IIntake
{
    /// <summary>Takes one mail. Never throws for a bad mail: an unforeseen error is a <see cref="IntakeOutcome.Deferred"/>.</summary>
    /// <param name="mail">The mail; its body is read here and stays the door's to dispose of.</param>
    /// <param name="cancellationToken">Ends with the connection or the server.</param>
    /// <returns>One outcome a recipient, in the order of <see cref="IncomingMail.Recipients"/>.</returns>
    ValueTask<IReadOnlyList<IntakeOutcome>> AcceptAsync(IncomingMail mail, CancellationToken cancellationToken);
}
