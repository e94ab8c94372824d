using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Portal.Pages.Compose;

/// <summary>Says that a message is on its way.</summary>
internal sealed class DoneModel : PageModel
{
    /// <summary>The writer's copy.</summary>
    [BindProperty(Name = "copy", SupportsGet = true)]
    public Guid? Copy { get; set; }
}
