using Portal.Core.Evidence;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Certificates;

/// <summary>The rows of a message that leaves for a recipient's own certificate instead of waiting for him.</summary>
/// <param name="Recognised">What absorbs the mail when it is handed in again.</param>
/// <param name="Mail">What leaves.</param>
/// <param name="CertificateId">The certificate, which must still be in use when the rows are written.</param>
/// <param name="Events">What is known of it then.</param>
internal sealed record PreparedLeaving(DeletedDelivery Recognised, OutboxEntry Mail, Guid CertificateId, IReadOnlyList<EvidenceEvent> Events);
