namespace Portal.Pages.Shared;

/// <summary>What is wrong with a form: at most one text a field, in the order of the fields. The empty name stands for the whole form.</summary>
internal sealed class FormErrors
{
    private readonly List<(string Field, string Text)> _errors = [];

    public IReadOnlyList<(string Field, string Text)> All => _errors;

    public bool Any => _errors.Count > 0;

    public string? this[string field] => _errors.Find(error => error.Field == field).Text;

    public void Add(string field, string text)
    {
        if (this[field] is null)
        {
            _errors.Add((field, text));
        }
    }
}
