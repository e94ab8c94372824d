using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Journal;

/// <summary>
/// What this process has claimed and what of it has left, in <c>outbox/*.journal</c> below the data folder: known the moment the other side has
/// answered, which the database learns at the next turn only. When this process is killed, another reads it (<see cref="TakeOverOutbox"/>).
/// </summary>
/// <remarks>Each claim has a place of its own, which is used again after its settlement, so the file stays small. What an old record says harms
/// nobody: a mail that has left has left, and a lease that has ended is no entry's DueAt.</remarks>
internal sealed class OutboxJournal(DataFolder data, BootId boot) : IDisposable
{
    /// <summary>The name of its folder below the data folder.</summary>
    public const string Folder = "outbox";

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Id, DateTimeOffset Lease), int> _slots = [];
    private readonly Stack<int> _free = [];
    private JournalFile? _file;

    /// <summary>The full path of the file, which is made where it is missing.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public string Open()
    {
        lock (_gate)
        {
            return (_file ??= JournalFile.Create(data.Folder(Folder))).Path;
        }
    }

    /// <summary>Notes entries that are about to be claimed; before the claim is committed, so that none is claimed and not noted.</summary>
    /// <exception cref="IOException">They cannot be noted.</exception>
    public void Claim(IEnumerable<OutboxEntry> entries)
    {
        Open();
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                var slot = _free.TryPop(out var free) ? free : _slots.Count;
                _slots.Add((entry.Id, entry.DueAt), slot);
                _file!.Write(slot, new JournalRecord(entry.Id, entry.DueAt, boot, JournalState.Claimed));
            }
        }
    }

    /// <summary>Notes how far a claimed entry's mail has come.</summary>
    /// <exception cref="IOException">It cannot be noted.</exception>
    public void Note(OutboxEntry entry, JournalState state)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue((entry.Id, entry.DueAt), out var slot))
            {
                _file?.Write(slot, new JournalRecord(entry.Id, entry.DueAt, boot, state)); // none any more when the portal stops under a slow relay
            }
        }
    }

    /// <summary>The database knows now, or the claim came to nothing.</summary>
    public void Forget(IEnumerable<OutboxEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                if (_slots.Remove((entry.Id, entry.DueAt), out var slot))
                {
                    _free.Push(slot);
                }
            }
        }
    }

    /// <summary>Closes the file; one of which the database knows everything goes.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_slots.Count == 0)
            {
                _file?.Delete();
            }

            _file?.Dispose();
            _file = null;
        }
    }
}
