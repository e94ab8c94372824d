namespace Portal.Core.Mime;

/// <summary>The remarks of one pass: one of a kind, so that no message makes many.</summary>
internal sealed class Remarks
{
    private readonly List<OutlineRemark> _all = [];

    public IReadOnlyList<OutlineRemark> All => _all;

    public void Add(OutlineRemarkKind kind, int part)
    {
        if (!_all.Exists(remark => remark.Kind == kind))
        {
            _all.Add(new OutlineRemark(kind, part));
        }
    }
}
