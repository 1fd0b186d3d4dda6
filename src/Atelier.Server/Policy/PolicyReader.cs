using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Policy;
using Atelier.Core.Requests;
using Atelier.Core.Text;
using Atelier.Data.Policy;

namespace Atelier.Server.Policy;

/// <summary>Turns a body into changes, and names everything in it that cannot be switched.</summary>
internal static class PolicyReader
{
    private static readonly string Always = SnakeCase.Of(PolicyCategory.SexualMinors);

    public static IReadOnlyList<PolicySwitchChange> Read(PolicyBody body, CatalogueSnapshot catalogue, ErrorList errors)
    {
        var changes = new List<PolicySwitchChange>();
        Add(PolicySwitch.Style, "styles", body.Styles, [.. catalogue.Styles.Select(style => style.Id)]);
        Add(PolicySwitch.Category, "categories", body.Categories, SnakeCase.All<PolicyCategory>());
        Add(PolicySwitch.Check, "checks", body.Checks, SnakeCase.All<PictureCheck>());
        return changes;

        void Add(string kind, string field, Dictionary<string, bool?>? wishes, IReadOnlyList<string> known)
        {
            foreach (var (id, isOn) in wishes ?? [])
            {
                if (!known.Contains(id))
                {
                    errors.Add($"{field}.{Shorten(id)}", $"There is no {kind} '{Shorten(id)}'.{Hint(id, known)}");
                }
                else if (kind == PolicySwitch.Category && id == Always)
                {
                    errors.Add($"{field}.{id}", $"{id} is always on; nobody can switch it.");
                }
                else
                {
                    changes.Add(new PolicySwitchChange(kind, id, isOn));
                }
            }
        }
    }

    private static string Hint(string id, IReadOnlyList<string> known) =>
        NearMatch.Find(id, known) is { Count: > 0 } near
            ? $" Did you mean {string.Join(" or ", near)}?"
            : $" There are {string.Join(", ", known)}.";

    private static string Shorten(string id) => id.Length <= 60 ? id : id[..60] + "…";
}
