using Portal.Core.Messages;
using Portal.Core.Storage.Model;

namespace Portal.Ingest.Intake;

/// <summary>What a mail brought with it, once the tunnel was opened.</summary>
/// <param name="Gateway">Who signed it.</param>
/// <param name="Message">The message, sealed.</param>
/// <param name="ContentDigest">What it is known by when it comes again.</param>
/// <param name="SignedLongAgo">Whether it is too old to be delivered where it has not been delivered yet.</param>
internal sealed record OpenedMail(Gateway Gateway, SealedMessage Message, byte[] ContentDigest, bool SignedLongAgo);
