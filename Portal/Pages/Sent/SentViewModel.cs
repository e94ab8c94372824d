using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Portal.Core.Messages.Tracking;
using Portal.Resources;

namespace Portal.Pages.Sent;

/// <summary>
/// What became of one message, for its sender, and what he can do. Two pages show it: the one behind the link in a mail, and the one of people who have signed in.
/// </summary>
internal abstract class SentViewModel(SentDesk desk, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>Does what the buttons say.</summary>
    protected SentDesk Desk { get; } = desk;

    /// <summary>The page's texts.</summary>
    protected IStringLocalizer<Texts> Words { get; } = texts;

    /// <summary>The message, or null where there is none of the sender's.</summary>
    public SentMessage? Message { get; protected set; }

    /// <summary>After a button: what was done.</summary>
    [FromQuery(Name = "done")]
    public SentAct Done { get; set; }

    /// <summary>What the page says above all, or null.</summary>
    public string? Note { get; protected set; }

    /// <summary>What is asked once more, and for whom.</summary>
    public (SentAct Act, SentRecipient Recipient)? Asked { get; private set; }

    /// <summary>The page's address.</summary>
    public abstract string Path { get; }

    /// <summary>Looks the message up.</summary>
    protected abstract Task<SentMessage?> FindAsync(CancellationToken cancellationToken);

    public virtual async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Message = await FindAsync(cancellationToken);
        if (Message is null)
        {
            return NotKnown();
        }

        Note = Enum.IsDefined(Done) && Done != SentAct.None ? Words[$"Sent.Done{Done}"].Value : null;
        return Page();
    }

    public virtual async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "do")] SentAct act, [FromForm] Guid delivery, [FromForm] bool sure, CancellationToken cancellationToken)
    {
        Message = await FindAsync(cancellationToken);
        Done = SentAct.None;
        var recipient = Message?.Recipient(delivery);
        if (Message is null || (recipient is null && act != SentAct.Extend))
        {
            return NotKnown();
        }

        if (!sure && SentDesk.AsksAgain(act, recipient))
        {
            Asked = (act, recipient!);
            return Page();
        }

        Note = await Desk.DoAsync(Message, act, delivery, cancellationToken);
        if (Note is null)
        {
            return LocalRedirect($"{Path}?done={act}");
        }

        Message = await FindAsync(cancellationToken);
        return Page();
    }

    /// <summary>The answer where there is nothing to show.</summary>
    protected virtual IActionResult NotKnown() => NotFound();
}
