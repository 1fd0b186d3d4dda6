using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

/// <summary>A correct catalogue in six files, small enough to count its lines.</summary>
internal static class SmallCatalogue
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["providers.yaml"] = """
            providers:
              - id: studio
                name: Studio
                lane: 5
                key_variable: STUDIO_KEY
                options:
                  - name: pace
                    values: [slow, fast]
                    min: 1
                    max: 9.5
                    decimals: 1
                endpoint: https://studio.example.com
                wait_seconds: 45
                adapter: openai-compatible
                free: false
                wire:
                  preset: together
                  path: /v1/images/generations
                  edit_path: /v1/images/edits
                  models_path: /v1/models
                  query: api-version=1
                  auth_header: Authorization
                  auth_prefix: Bearer
                  sends_model: true
                  sends_quality: false
                  output_format: png
                  size: size
                  response_format: b64_json
                  count_field: n
                  max_n: 4
                  extras: { seed: seed, steps: steps, negative_prompt: negative_prompt, guidance_scale: cfg }
                  edit: multipart
                  image_field: image
                  image_as: data
                  mask: white
                  result: data
                  file_hosts: [files.example.com]
                  guards: [stroke]

            """,
        ["models.yaml"] = """
            models:
              - id: brush
                name: Brush
                version: "1"
                aliases: [pencil]
                strengths: [artistic]
                weaknesses: []
                grade: standard
                aesthetic_score: 5
                photorealism_score: 6
                retires: 2026-12-01
                successor: easel
                offers:
                  - provider: studio
                    provider_model: brush-1
                    capabilities: [text_to_image]
                    sizes:
                      min_side: 64
                      max_side: 2048
                      min_pixels: 4096
                      max_pixels: 4194304
                      max_ratio: 3
                      step: 8
                      fixed: [1024x1024]
                    pictures_per_call: 1
                    max_per_call: 2
                    max_prompt_length: 100
                    price:
                      expected: 0.01
                      maximum: 0.02
                      as_of: 2026-11-20
                      known: false
                      rows:
                        - operation: text_to_image
                          quality: high
                          up_to_pixels: 1048576
                          expected: 0.015
                          maximum: 0.03
                      versions: { seed: 0.04 }
                    seed: true
                    negative_prompt: false
                    guidance: { min: 1, max: 10 }
                    default_params: {}
                    references: 1
                credits: { draft: 0.1, standard: 0.2, high: 0.3, ultra: 0.4 }
                unfit_styles: [foggy]
              - id: easel
                name: Easel
                version: "2"
                strengths: []
                weaknesses: [speed]
                grade: premium
                aesthetic_score: 10
                photorealism_score: 1
                offers:
                  - provider: studio
                    provider_model: easel-2
                    capabilities: [inpainting]
                    sizes: { max_side: 1024 }
                    price: { expected: 0, maximum: 0, as_of: 2026-11-20 }

            """,
        ["styles.yaml"] = """
            styles:
              - id: foggy
                name: Foggy
                kind: visual
                description: Hard to see.
                words: [fog]
                avoid: [sun]
                midjourney_words: [mist]
                keep: [smoke]
                guidance: 7.5
                best: [brush, easel]
                merit: aesthetic

            """,
        ["sizes.yaml"] = """
            sizes:
              "2:1":
                draft: 200x100
                standard: 400x200
                high: 800x400
                ultra: 1600x800
                use_cases: [Banners]
              custom:
                use_cases: [Anything]

            """,
        ["prices.yaml"] = """
            prices:
              picture:
                draft: 0.125
                standard: 1
                high: 2
                ultra: 4
              remove_background: 0.5

            """,
        ["tiers.yaml"] = """
            tiers:
              - tier: ultra
                prefer: [easel, brush]
                styles: { foggy: brush }
                default: easel
              - tier: premium
                prefer: [easel]
                default: easel
              - tier: standard
                prefer: [brush]
                default: brush
            fallback_order: [brush]

            """,
        ["words.yaml"] = """
            words:
              color_schemes:
                warm: [red]
                cool: [blue]
                neutral: [grey]
                vibrant: [pink]
              lighting:
                natural: [sun]
                studio: [lamp]
                dramatic: [bolt]
                soft: [moon]
              quality_negatives: [smoke, mud]
              transfer:
                tags: [fine]
                avoid: [mud]
              midjourney:
                praised: [fine]
                praise: [great]
                anime_praise: [cute]

            """,
        ["policy.yaml"] = """
            policy:
              active: [violence]
              categories:
                - id: violence
                  prohibited: [mayhem]
                  flagged: [brawl]
                  softened: [mayhem drawing]
              groups:
                - id: small
                  words: [mouse]
                - id: loud
                  words: [thunder]
              combinations:
                - category: violence
                  verdict: prohibited
                  groups: [small, loud]
                  within: 3
                  with: [small]
                  unless: [loud]
              harmless: [mayhem park]
              doubtful: [mayhem walk]

            """,
    };

    public static IReadOnlyList<CatalogueFile> Files() =>
        [.. Texts.Select(text => new CatalogueFile(text.Key, text.Value))];

    /// <summary>The files with one text replaced in one of them; the text must stand there.</summary>
    public static IReadOnlyList<CatalogueFile> With(string name, string text, string replacement) =>
        Replace(Files(), name, text, replacement);

    public static IReadOnlyList<CatalogueFile> Replace(
        IEnumerable<CatalogueFile> files,
        string name,
        string text,
        string replacement
    ) =>
        [
            .. files.Select(file =>
            {
                if (file.Name != name)
                {
                    return file;
                }

                var at = file.Text.IndexOf(text, StringComparison.Ordinal);
                Assert.True(at >= 0, $"{name} does not hold \"{text}\".");
                return file with
                {
                    Text = string.Concat(file.Text.AsSpan(0, at), replacement, file.Text.AsSpan(at + text.Length)),
                };
            }),
        ];
}
