using System.Collections.Frozen;
using Atelier.Core;
using Atelier.Core.Policy;
using Atelier.Data.Auditing;
using Atelier.Data.Policy;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Changes;

namespace Atelier.Engine.Policy;

/// <summary>What is on at this moment: the catalogue's word, and over it what operators switched. Held in memory.</summary>
public sealed class PolicySwitches(PolicySwitchStore store, CatalogueHolder catalogue, ChangePublisher changes)
{
    private volatile FrozenDictionary<(string Kind, string Id), PolicySwitch> _switches = FrozenDictionary<
        (string, string),
        PolicySwitch
    >.Empty;

    private volatile PolicySettings? _settings;

    /// <summary>Ids of styles that are off.</summary>
    public IReadOnlySet<string> StylesOff { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>What is checked now, by the lists in force.</summary>
    public PolicySettings Settings
    {
        get
        {
            var book = catalogue.Current.Policy;
            if (_settings is { } known && ReferenceEquals(known.Book, book))
            {
                return known;
            }

            var settings = new PolicySettings(
                book,
                Enum.GetValues<PolicyCategory>().Where(category => IsOn(category, book)).ToFrozenSet()
            );
            _settings = settings;
            return settings;
        }
    }

    public bool StyleIsOn(string id) => !StylesOff.Contains(id);

    /// <summary>Whether a category counts; that of children always does.</summary>
    public bool CategoryIsOn(PolicyCategory category) => IsOn(category, catalogue.Current.Policy);

    public bool CheckIsOn(PictureCheck check) => Find(PolicySwitch.Check, SnakeCase.Of(check))?.IsOn ?? true;

    /// <summary>What an operator switched; null where it is as it was made.</summary>
    public PolicySwitch? Find(string kind, string id) => _switches.GetValueOrDefault((kind, id));

    /// <summary>Switches, with the entry of who did it, here at once and at the other nodes within seconds.</summary>
    public async Task SetAsync(
        IReadOnlyList<PolicySwitchChange> wishes,
        AuditEntry audit,
        CancellationToken cancellationToken
    )
    {
        await store.SetAsync(wishes, audit, cancellationToken);
        await LoadAsync(CancellationToken.None);
        changes.Publish(ChangeWord.Policy);
    }

    /// <summary>Reads them anew.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(cancellationToken);
        _switches = rows.ToFrozenDictionary(row => (row.Kind, row.Id));
        StylesOff = rows.Where(row => row.Kind == PolicySwitch.Style && !row.IsOn)
            .Select(row => row.Id)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _settings = null;
    }

    private bool IsOn(PolicyCategory category, PolicyBook book) =>
        category == PolicyCategory.SexualMinors
        || (Find(PolicySwitch.Category, SnakeCase.Of(category))?.IsOn ?? book.Active.Contains(category));
}
