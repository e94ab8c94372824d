using System.Text;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>Seals a person's question to the vault key: it tells of the person.</summary>
public static class QuestionBox
{
    private const string Purpose = "question";

    internal static byte[] Seal(VaultPublicKey vault, string question, Guid id) => VaultBox.Seal(vault, Purpose, id, Encoding.UTF8.GetBytes(question));

    /// <summary>The question in the person's words.</summary>
    /// <exception cref="Sealing.SealingException">It was damaged or is another's.</exception>
    public static string Open(VaultKey vault, ResetQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return Encoding.UTF8.GetString(VaultBox.Open(vault, Purpose, question.Id, question.Question));
    }
}
