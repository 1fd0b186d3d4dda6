using System.Text;

namespace Atelier.House.Tests.Requirements;

/// <summary>Writes docs/requirements.md: every requirement, and the tests that prove it.</summary>
internal static class RequirementsPage
{
    public const string Path = "docs/requirements.md";

    public static string Write(IReadOnlyList<RequirementPart> parts, IEnumerable<Proof> proofs)
    {
        var byId = proofs.ToLookup(proof => proof.Id);
        var page = new StringBuilder("# Requirements and their proofs\n\n");
        page.Append("A ticked line has at least one test that bears its id; the links lead to those tests.\n\n");
        page.Append("Generated, so do not edit: build `tests/Atelier.House.Tests`, then run its executable with ");
        page.Append("`ATELIER_WRITE_DOCS=1` in the environment.\n\n");
        page.Append("| part | proved | of |\n|---|---:|---:|\n");
        foreach (var part in parts)
            AppendTotal(page, $"{part.Letter}. {part.Title}", part.Requirements, byId);
        AppendTotal(page, "all", parts.SelectMany(part => part.Requirements), byId);

        foreach (var part in parts)
        {
            page.Append($"\n## {part.Letter}. {part.Title}\n");
            foreach (var area in part.Areas)
                AppendArea(page, area, byId);
        }
        return page.ToString();
    }

    private static void AppendTotal(
        StringBuilder page,
        string name,
        IEnumerable<Requirement> requirements,
        ILookup<string, Proof> byId
    )
    {
        var all = requirements.ToList();
        page.Append($"| {name} | {all.Count(requirement => byId.Contains(requirement.Id))} | {all.Count} |\n");
    }

    private static void AppendArea(StringBuilder page, RequirementArea area, ILookup<string, Proof> byId)
    {
        page.Append($"\n### {area.Code} {area.Title}\n\n");
        foreach (var requirement in area.Requirements)
        {
            var proofs = byId[requirement.Id]
                .OrderBy(p => p.Path, StringComparer.Ordinal)
                .ThenBy(p => p.Test, StringComparer.Ordinal);
            page.Append(
                $"- [{(byId.Contains(requirement.Id) ? 'x' : ' ')}] **{requirement.Id}** {requirement.Title}\n"
            );
            foreach (var proof in proofs)
                page.Append($"  - [{proof.Test}](../{proof.Path})\n");
        }
    }
}
