namespace Atelier.Emulators.Wires.Stability;

/// <summary>A service of the second API: where it is, and how its form is read.</summary>
/// <param name="IsTask">Whether it answers with an id.</param>
internal sealed record StabilityService(string Name, Func<StabilityForm, StabilityOrder> Read, bool IsTask = false)
{
    private const string Root = "/v2beta/stable-image/";

    public string Path { get; private init; } = "";

    public static IReadOnlyList<StabilityService> All { get; } =
    [
        new("core", GenerateForms.Core) { Path = $"{Root}generate/core" },
        new("ultra", GenerateForms.Ultra) { Path = $"{Root}generate/ultra" },
        new("sd3", GenerateForms.Diffusion) { Path = $"{Root}generate/sd3" },
        new("fast", UpscaleForms.Fast) { Path = $"{Root}upscale/fast" },
        new("conservative", UpscaleForms.Conservative) { Path = $"{Root}upscale/conservative" },
        new("creative", UpscaleForms.Creative, IsTask: true) { Path = $"{Root}upscale/creative" },
        new("inpaint", EditForms.Inpaint) { Path = $"{Root}edit/inpaint" },
        new("outpaint", EditForms.Outpaint) { Path = $"{Root}edit/outpaint" },
        new("erase", EditForms.Erase) { Path = $"{Root}edit/erase" },
        new("search-and-replace", EditForms.Replace) { Path = $"{Root}edit/search-and-replace" },
        new("search-and-recolor", EditForms.Recolor) { Path = $"{Root}edit/search-and-recolor" },
        new("remove-background", EditForms.CutOut) { Path = $"{Root}edit/remove-background" },
        new("replace-background-and-relight", EditForms.Relight, IsTask: true)
        {
            Path = $"{Root}edit/replace-background-and-relight",
        },
        new("sketch", ControlForms.Control) { Path = $"{Root}control/sketch" },
        new("structure", ControlForms.Control) { Path = $"{Root}control/structure" },
        new("style", ControlForms.Style) { Path = $"{Root}control/style" },
    ];
}
