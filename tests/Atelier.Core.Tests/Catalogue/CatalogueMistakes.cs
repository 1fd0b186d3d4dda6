namespace Atelier.Core.Tests.Catalogue;

/// <summary>Ways to spoil <see cref="SmallCatalogue"/>, each with the error it must give.</summary>
internal static class CatalogueMistakes
{
    // File, line of the error, text, its replacement (⏎ is a new line), words of the error.
    private const string Table = """
        # keys and types
        models    |  8 | grade: standard | grad: standard | models[brush].grad is not a known key; did you mean grade?
        providers |  4 | lane: 5 | lanes: 5 | providers[studio].lanes is not a known key; did you mean lane?
        models    |  4 | version: "1" | version: | models[brush].version is missing
        models    |  2 |     name: Brush⏎ |  | models[brush].name is missing
        models    |  6 | strengths: [artistic] | strengths: artistic | models[brush].strengths must be a list
        models    |  6 | strengths: [artistic] | strengths: [artistic, artistic] | holds "artistic" twice
        models    |  8 | strengths: [artistic] | strengths:⏎      - artistic⏎      - [speed] | models[brush].strengths must be a text, not a list
        models    | 40 | seed: true | seed: yes | models[brush].offers[0].seed must be true or false, not "yes"
        models    | 27 | max_prompt_length: 100 | max_prompt_length: many | max_prompt_length must be a whole number from 1 to 1000000, not "many"
        models    | 27 | max_prompt_length: 100 | max_prompt_length: "100" | max_prompt_length must be a whole number
        models    | 31 | as_of: 2026-11-20 | as_of: 20.11.2026 | price.as_of must be a day such as 2026-11-20
        models    | 11 | retires: 2026-12-01 | retires: 2026-13-01 | models[brush].retires must be a day
        models    | 59 | sizes: { max_side: 1024 } | sizes: 1024 | models[easel].offers[0].sizes must be a block of keys, not "1024"
        models    |  2 | models:⏎ | models:⏎  - brush⏎ | models[0] must be a block of keys, not "brush"
        # values
        models    |  8 | grade: standard | grade: gold | models[brush].grade does not know "gold"; allowed are budget, standard, premium
        models    |  9 | aesthetic_score: 5 | aesthetic_score: 0 | aesthetic_score must be a whole number from 1 to 10, not "0"
        models    |  9 | aesthetic_score: 5 | aesthetic_score: 11 | aesthetic_score must be a whole number from 1 to 10, not "11"
        models    | 10 | photorealism_score: 6 | photorealism_score: 6.5 | photorealism_score must be a whole number from 1 to 10
        models    | 16 | text_to_image | text_to_imagine | did you mean text_to_image? allowed are text_to_image, image_to_image, inpainting
        models    | 16 | capabilities: [text_to_image] | capabilities: [] | capabilities needs at least one; allowed are text_to_image
        models    | 30 | maximum: 0.02 | maximum: 0.005 | models[brush].offers[0].price.maximum must be at least expected, which is 0.01
        models    | 29 | expected: 0.01 | expected: -0.01 | price.expected must be a number from 0 to 1000 with at most 9 decimals
        models    | 29 | expected: 0.01 | expected: 0.0000000001 | price.expected must be a number from 0 to 1000 with at most 9 decimals
        models    | 24 | fixed: [1024x1024] | fixed: [1024x1024, 4096x1024] | sizes.fixed holds 4096x1024, outside the bounds of this offer; allowed are sides 64 to 2048
        models    | 24 | fixed: [1024x1024] | fixed: [1024 by 1024] | sizes.fixed must be a size such as 1792x1008
        models    | 19 | max_side: 2048 | max_side: 32 | sizes.max_side must be at least min_side, which is 64
        models    | 21 | max_pixels: 4194304 | max_pixels: 4000 | sizes.max_pixels must be at least min_pixels, which is 4096
        models    | 26 | pictures_per_call: 1 | pictures_per_call: 4 | max_per_call must be at least pictures_per_call, which is 4
        models    | 26 | max_per_call: 2 | max_per_call: 11 | max_per_call must be a whole number from 1 to 10
        models    | 45 | ultra: 0.4 | ultra: 0.0004 | models[brush].credits.ultra must be a number from 0 to 100000 with at most 3 decimals
        models    | 45 | , ultra: 0.4 |  | models[brush].credits.ultra is missing
        models    | 32 | known: false | known: unknown | price.known must be true or false, not "unknown"
        models    | 34 | operation: text_to_image | operation: paint | price.rows[0].operation does not know "paint"; allowed are text_to_image
        models    | 35 | quality: high | quality: best | price.rows[0].quality does not know "best"; allowed are draft
        models    | 36 | up_to_pixels: 1048576 | up_to_pixels: 0 | price.rows[0].up_to_pixels must be a whole number from 1
        models    | 34 |               expected: 0.015⏎ |  | price.rows[0].expected is missing
        models    | 38 | maximum: 0.03 | maximum: 0.01 | price.rows[0].maximum must be at least expected, which is 0.015
        models    | 37 | expected: 0.015⏎              maximum: 0.03 | expected: 0.03 | rows[0].expected is above the offer's maximum, which is 0.02
        models    | 39 | maximum: 0.03 | maximum: 0.03⏎              minimum: 0 | price.rows[0].minimum is not a known key
        models    | 39 | { seed: 0.04 } | { seed: cheap } | price.versions.seed must be a number from 0 to 1000
        # names
        models    | 47 | id: easel | id: brush | models[brush].id "brush" is already a name of models[brush]
        models    | 47 | id: easel | id: Easel | models[Easel].id must be 1 to 64 small letters
        models    |  5 | aliases: [pencil] | aliases: [Easel] | models[brush].aliases "Easel" is already a name of models[easel]
        models    | 49 | name: Easel | name: Easel⏎    aliases: [PENCIL] | models[easel].aliases "PENCIL" is already a name of models[brush]
        models    | 14 | provider: studio | provider: studoi | provider "studoi" is not a provider; did you mean studio?
        models    | 11 |     successor: easel⏎ |  | models[brush].retires needs a successor
        models    | 11 |     retires: 2026-12-01⏎ |  | models[brush].successor needs the day it takes over
        models    | 12 | successor: easel | successor: esel | successor "esel" is not the id of a model; did you mean easel?
        models    | 12 | successor: easel | successor: brush | successor "brush" leads back to brush
        models    | 46 | unfit_styles: [foggy] | unfit_styles: [fogy] | models[brush].unfit_styles names "fogy", which is not a style; did you mean foggy?
        models    | 62 | provider_model: easel-2 | provider_model: easel-2⏎        capabilities: [inpainting]⏎        sizes: { max_side: 1 }⏎        price: { expected: 0, maximum: 0, as_of: 2026-11-20 }⏎      - provider: studio⏎        provider_model: easel-2 | is already a name of models[easel].offers[0]
        # the other sections
        styles    | 11 | best: [brush, easel] | best: [brush, esel] | styles[foggy].best names "esel", which is not a model; did you mean easel?
        styles    | 12 | merit: aesthetic | merit: beauty | styles[foggy].merit does not know "beauty"; allowed are both, aesthetic, photorealism
        tiers     |  2 | tier: ultra | tier: gold | tiers[0].tier does not know "gold"; allowed are standard, premium, ultra
        tiers     |  6 | tier: premium | tier: ultra | tiers[1].tier "ultra" is already a name of tiers[0]
        tiers     |  6 |   - tier: standard⏎    prefer: [brush]⏎    default: brush⏎ |  | tiers[1].tier stands without standard
        tiers     |  3 | prefer: [easel, brush] | prefer: [easel, esel] | tiers[0].prefer names "esel", which is not a model; did you mean easel?
        tiers     |  3 | prefer: [easel, brush] | prefer: [] | tiers[0].prefer needs at least one model
        tiers     |  4 | { foggy: brush } | { foggy: pen } | tiers[0].styles names "pen", which is not a model
        tiers     |  4 | { foggy: brush } | { fogy: brush } | tiers[0].styles names "fogy", which is not a style; did you mean foggy?
        tiers     |  5 | default: easel | default: esel | tiers[0].default names "esel", which is not a model
        tiers     | 12 | fallback_order: [brush] | fallback_order: [pen] | fallback_order names "pen", which is not a model
        tiers     | 12 | fallback_order: [brush] | fallback_order: brush | fallback_order must be a list
        providers | 12 | endpoint: https://studio.example.com | endpoint: studio | providers[studio].endpoint must be an address such as
        providers | 13 | wait_seconds: 45 | wait_seconds: 0 | providers[studio].wait_seconds must be a whole number from 1 to 600
        styles    |  4 | kind: visual | kind: audible | styles[foggy].kind does not know "audible"; allowed are visual, use, transfer
        styles    | 10 | guidance: 7.5 | guidance: 21 | styles[foggy].guidance must be a number from 1 to 20
        sizes     |  2 |     ultra: 1600x800⏎ |  | sizes.2:1.ultra is missing
        sizes     |  5 | high: 800x400 | high: 800x40 | sizes.2:1.high is 800x40, which is not 2:1
        sizes     |  2 | "2:1" | wide | sizes.wide is not a ratio; allowed are forms such as 16:9
        sizes     | 10 | [Anything] | [Anything]⏎    draft: 1x1 | sizes.custom.draft is not a known key; allowed are use_cases
        prices    |  3 | draft: 0.125 | draft: 0.1255 | prices.picture.draft must be a number from 0 to 100000 with at most 3 decimals
        prices    |  2 |     high: 2⏎ |  | prices.picture.high is missing
        prices    |  1 | prices: | price: | price is not a section; did you mean prices?
        models    | 42 | max: 10 } | max: 0.5 } | models[brush].offers[0].guidance.max must be at least min, which is 1
        models    | 42 | { min: 1, max: 10 } | { min: 1 } | models[brush].offers[0].guidance.max is missing
        models    | 42 | { min: 1, max: 10 } | 7 | models[brush].offers[0].guidance must be a block of keys
        models    | 43 | default_params: {} | default_params: { pase: 2.5 } | models[brush].offers[0].default_params sets "pase", which is no option of studio; did you mean pace?
        models    | 43 | default_params: {} | default_params: { pace: 2.55 } | models[brush].offers[0].default_params sets pace to "2.55"; it takes one of slow, fast, or a number from 1 to 9.5
        models    | 43 | default_params: {} | default_params: fast | models[brush].offers[0].default_params must be a block of keys
        styles    |  6 | [fog] | [fog, "dusk --v 5"] | styles[foggy].words holds "dusk --v 5", which no prompt may hold: --v
        styles    |  8 | [mist] | ["mist —ar 1:1"] | styles[foggy].midjourney_words holds
        words     |  2 |     cool: [blue]⏎ |  | words.color_schemes.cool is missing
        words     |  8 | lighting:⏎ | lighting:⏎    neon: [tube]⏎ | words.lighting.neon is not a known key
        words     | 12 | quality_negatives | quality_negative | words.quality_negative is not a known key; did you mean quality_negatives?
        words     | 14 | [fine] | [<b>fine</b>] | words.transfer.tags holds "<b>fine</b>", which no prompt may hold: < and >
        words     | 17 | praised: [fine] | praised: fine | words.midjourney.praised must be a list
        providers |  8 | values: [slow, fast]⏎        min: 1⏎        max: 9.5⏎        decimals: 1 | values: [] | options[0].values needs at least one word
        providers | 12 | decimals: 1 | decimals: 1⏎      - { name: pace, values: [1] } | options[1].name "pace" is already a name of providers[studio].options[0]
        providers |  9 |         max: 9.5⏎ |  | providers[studio].options[0].min needs the other end of the range
        providers |  9 |         min: 1⏎ |  | providers[studio].options[0].max needs the other end of the range
        providers | 10 | max: 9.5 | max: 0.5 | providers[studio].options[0].max must be at least min, which is 1
        providers | 10 | max: 9.5 | max: many | providers[studio].options[0].max must be a number from 0 to 1000000000 with at most 6 decimals, not "many"
        providers | 11 | decimals: 1 | decimals: 7 | providers[studio].options[0].decimals must be a whole number from 0 to 6
        providers |  9 |         min: 1⏎        max: 9.5⏎ |  | providers[studio].options[0].decimals needs a range
        providers |  6 | options: | option: | providers[studio].option is not a known key; did you mean options?
        policy    |  2 | active: [violence] | active: [violense] | policy.active does not know "violense"; did you mean violence?
        policy    |  4 | id: violence | id: violense | policy.categories[violense].id does not know "violense"; did you mean violence?
        policy    |  5 | [mayhem] | [mayhem, "!"] | policy.categories[violence].prohibited holds "!"; a term is 1 to 6 words of letters or digits
        policy    |  5 | [mayhem] | [a b c d e f g] | prohibited holds "a b c d e f g"; a term is 1 to 6 words
        policy    |  6 | flagged: | flaged: | policy.categories[violence].flaged is not a known key; did you mean flagged?
        policy    |  9 |       words: [mouse]⏎ |  | policy.groups[small].words is missing
        policy    | 16 | groups: [small, loud] | groups: [smal, loud] | combinations[0].groups does not know "smal"; did you mean small?
        policy    | 16 | groups: [small, loud] | groups: [small] | combinations[0].groups needs two groups where "within" is set
        policy    | 18 | with: [small] | with: [smal] | combinations[0].with does not know "smal"; did you mean small?
        policy    | 19 | unless: [loud] | unless: [lout] | combinations[0].unless does not know "lout"; did you mean loud?
        policy    | 17 | within: 3 | within: 0 | combinations[0].within
        policy    | 16 | groups: [small, loud] | groups: [] | combinations[0].groups needs at least one group
        policy    | 15 | verdict: prohibited | verdict: forbidden | combinations[0].verdict does not know "forbidden"; allowed are flagged, prohibited
        policy    | 20 | harmless: [mayhem park] | harmless: [mayhem park, Mayhem Park] | policy.harmless holds "Mayhem Park" twice
        policy    | 21 | doubtful: [mayhem walk] | doubtful: ["!"] | policy.doubtful holds "!"; a term is 1 to 6 words of letters or digits
        # the file
        styles    |  6 | words: [fog] | words: [fog | This is not valid YAML
        styles    |  4 | name: Foggy | name: Foggy⏎    name: Misty | name stands here twice, first in line 3
        styles    |  7 | words: [fog] | words: &words [fog]⏎    more: *words | Anchors and aliases
        styles    |  1 | styles:⏎ | styles: []⏎other:⏎ | styles must be a list with at least one entry, not a list
        """;

    public static IEnumerable<string[]> Rows =>
        Table.Split('\n').Where(row => row[0] != '#').Select(row => row.Replace('⏎', '\n').Split(" | "));
}
