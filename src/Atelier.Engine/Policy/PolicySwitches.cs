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
    : IReloaded
{
    // Swapped whole, so that whoever reads sees switches and what follows from them together.
    private volatile State _state = State.Of([]);

    string IReloaded.Word => ChangeWord.Policy;

    /// <summary>Ids of styles that are off.</summary>
    public IReadOnlySet<string> StylesOff => _state.StylesOff;

    /// <summary>What is checked now, by the lists in force.</summary>
    public PolicySettings Settings => _state.Settings(catalogue.Current.Policy);

    public bool StyleIsOn(string id) => !StylesOff.Contains(id);

    /// <summary>Whether a category counts; that of children always does.</summary>
    public bool CategoryIsOn(PolicyCategory category) => _state.IsOn(category, catalogue.Current.Policy);

    public bool CheckIsOn(PictureCheck check) => Find(PolicySwitch.Check, SnakeCase.Of(check))?.IsOn ?? true;

    /// <summary>What an operator switched; null where it is as it was made.</summary>
    public PolicySwitch? Find(string kind, string id) => _state.Find(kind, id);

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
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        _state = State.Of(await store.ListAsync(cancellationToken));

    /// <summary>The switches of one moment, with the settings that follow from them and a book of lists.</summary>
    private sealed class State(
        FrozenDictionary<(string Kind, string Id), PolicySwitch> switches,
        FrozenSet<string> stylesOff
    )
    {
        private volatile PolicySettings? _settings;

        public IReadOnlySet<string> StylesOff => stylesOff;

        public static State Of(IReadOnlyList<PolicySwitch> rows) =>
            new(
                rows.ToFrozenDictionary(row => (row.Kind, row.Id)),
                rows.Where(row => row.Kind == PolicySwitch.Style && !row.IsOn)
                    .Select(row => row.Id)
                    .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            );

        public PolicySwitch? Find(string kind, string id) => switches.GetValueOrDefault((kind, id));

        public bool IsOn(PolicyCategory category, PolicyBook book) =>
            category == PolicyCategory.SexualMinors
            || (Find(PolicySwitch.Category, SnakeCase.Of(category))?.IsOn ?? book.Active.Contains(category));

        // Remembered here and not beside: what came of these switches goes with them.
        public PolicySettings Settings(PolicyBook book)
        {
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
}
