/** The emoji that the picker offers, by group; each with the words that it is found by. */
const groups: Record<string, string> = {
  Smileys:
    '😀 grin happy,😃 smile happy,😄 laugh eyes,😁 beam,😆 haha,😅 sweat phew,🤣 rofl rolling,😂 joy tears laugh,🙂 slight smile,🙃 upside down,😉 wink,😊 blush,😇 angel halo,🥰 love hearts,😍 heart eyes,🤩 star struck wow,😘 kiss,😋 yum tasty,😛 tongue,😜 wink tongue crazy,🤪 zany,🤗 hug,🤭 giggle oops,🤫 quiet secret,🤔 think hmm,🤨 eyebrow doubt,😐 neutral,😑 expressionless,😶 speechless,😏 smirk,😒 unamused,🙄 eyes roll,😬 grimace awkward,😌 relieved,😔 sad pensive,😪 sleepy,😴 sleep zzz,🤤 drool,😷 mask ill,🤒 ill fever,🤕 hurt,🤢 sick nausea,🤮 vomit,🥵 hot,🥶 cold freeze,😵 dizzy,🤯 mind blown,🥳 party celebrate,😎 cool sunglasses,🤓 nerd,🧐 monocle,😕 confused,😟 worried,😮 wow open,😲 astonished,😳 flushed,🥺 please plead,😨 fear,😰 anxious,😢 cry sad,😭 sob cry,😱 scream,😞 disappointed,😤 triumph huff,😡 angry mad,🤬 swear,😈 devil,💀 skull dead,💩 poop,🤡 clown,👻 ghost,👽 alien,🤖 robot,😺 cat smile',
  People:
    '👍 thumbs up yes like +1,👎 thumbs down no -1,👌 ok,✌️ victory peace,🤞 fingers crossed luck,🤟 love you,🤘 rock,🤙 call me,👈 left,👉 right,👆 up,👇 down,☝️ one point,👋 wave hello bye,🤚 hand,✋ stop high five,🖖 vulcan,👏 clap bravo,🙌 hooray praise,🤝 handshake deal,🙏 please thanks pray,✍️ write,💪 strong muscle,🧠 brain,👀 eyes look,🫡 salute,🤷 shrug,🤦 facepalm,🙋 raise hand me,🙇 bow sorry,💃 dance,🕺 dance man,🏃 run,🚶 walk,🧘 yoga calm,🛌 bed sleep,👶 baby,👑 crown king queen,🎅 santa,🦸 hero,🥷 ninja,🧙 wizard',
  Nature:
    '🐶 dog,🐱 cat,🐭 mouse,🐹 hamster,🐰 rabbit,🦊 fox,🐻 bear,🐼 panda,🐨 koala,🐯 tiger,🦁 lion,🐮 cow,🐷 pig,🐸 frog,🐵 monkey,🙈 see no evil,🐔 chicken,🐧 penguin,🐦 bird,🦆 duck,🦉 owl,🐺 wolf,🐴 horse,🦄 unicorn,🐝 bee,🐛 bug,🦋 butterfly,🐌 snail,🐢 turtle,🐍 snake,🦖 dinosaur,🐙 octopus,🐬 dolphin,🐳 whale,🦈 shark,🌵 cactus,🌲 tree,🌴 palm,🍀 clover luck,🍁 leaf autumn,🌹 rose,🌻 sunflower,🌸 blossom,🌍 earth world,🌙 moon night,⭐ star,🌈 rainbow,☀️ sun,⛅ cloud,🌧️ rain,⛈️ storm,❄️ snow cold,🔥 fire hot lit,💧 drop water,🌊 wave sea',
  Food: '🍏 apple,🍌 banana,🍇 grapes,🍓 strawberry,🍒 cherry,🍑 peach,🥑 avocado,🌶️ chili,🍞 bread,🧀 cheese,🍔 burger,🍟 fries,🍕 pizza,🌮 taco,🍜 noodles,🍣 sushi,🍦 ice cream,🍩 donut,🍪 cookie,🎂 cake birthday,🍫 chocolate,🍿 popcorn,☕ coffee,🍵 tea,🍺 beer,🍻 cheers,🍷 wine,🥂 toast champagne,🍸 cocktail,🧃 juice',
  Activities:
    '⚽ football soccer,🏀 basketball,🏈 american football,🎾 tennis,🏐 volleyball,🏓 table tennis,🥊 box,⛳ golf,🎣 fishing,🎿 ski,🏆 trophy win,🥇 gold first,🥈 silver second,🥉 bronze third,🎮 game play,🕹️ joystick,🎲 dice,♟️ chess,🎯 target bullseye,🎳 bowling,🎨 paint art,🎤 sing karaoke,🎧 headphones music,🎸 guitar,🎹 piano,🥁 drum,🎬 film,🎉 tada party,🎊 confetti,🎁 gift present,🎈 balloon,🎄 christmas tree,🎃 halloween pumpkin',
  Travel: '🚗 car,🚕 taxi,🚌 bus,🚑 ambulance,🚒 fire engine,🚲 bicycle,🏍️ motorbike,🚆 train,✈️ plane flight,🚀 rocket ship launch,🛸 ufo,⛵ boat sail,🚢 ship,🏠 home house,🏢 office,🏥 hospital,🏫 school,🏰 castle,🗼 tower,🏖️ beach holiday,⛰️ mountain,🏕️ camp,🌋 volcano,🗺️ map,🧭 compass',
  Things:
    '⌚ watch,📱 phone,💻 laptop,⌨️ keyboard,🖥️ screen,📷 camera,🎥 video,📞 call,🔋 battery,💡 idea light,🔦 torch,📚 books,📖 read book,📝 note write,📌 pin,📎 clip,✂️ scissors,🔒 lock,🔑 key,🔨 hammer,🔧 wrench fix,⚙️ gear settings,🧪 test tube,💊 pill,🧹 clean broom,🛒 cart,💰 money,💳 card,✉️ mail,📦 package,📅 date calendar,⏰ alarm clock,⏳ wait hourglass,🔔 bell,📣 announce,💬 speech chat,🗑️ trash',
  Symbols:
    '❤️ heart love red,🧡 heart orange,💛 heart yellow,💚 heart green,💙 heart blue,💜 heart purple,🖤 heart black,🤍 heart white,💔 broken heart,💯 hundred perfect,💢 anger,💥 boom bang,💫 dizzy star,💤 zzz sleep,✅ check done yes,❌ cross no wrong,❗ exclamation,❓ question,⚠️ warning,🚫 forbidden,♻️ recycle,➕ plus,➖ minus,🔴 red,🟠 orange,🟡 yellow,🟢 green,🔵 blue,🟣 purple,⚫ black,⚪ white,🏁 finish flag,🚩 flag red,🏳️‍🌈 rainbow pride flag',
};

export interface Emoji {
  emoji: string;
  words: string;
}

export const emojiGroups: readonly { name: string; items: readonly Emoji[] }[] = Object.entries(groups).map(([name, list]) => ({
  name,
  items: list.split(',').map((entry) => {
    const space = entry.indexOf(' ');
    return { emoji: entry.slice(0, space), words: entry.slice(space + 1) };
  }),
}));

/** Those of which a word begins with each word that is typed. */
export function findEmoji(query: string): Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return emojiGroups
    .flatMap((group) => group.items)
    .filter(({ emoji, words }) => wanted.every((part) => emoji === part || words.split(' ').some((word) => word.startsWith(part))));
}

const key = 'onevone.emoji';
const keep = 16;
const first = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '🔥'];

/** What was used last on this device, filled up with what most people use. */
export function recentEmoji(): string[] {
  return [...new Set([...stored(), ...first])].slice(0, keep);
}

export function rememberEmoji(emoji: string): void {
  // One of a conversation's own means nothing elsewhere.
  if (!emoji.startsWith(':')) {
    try {
      localStorage.setItem(key, JSON.stringify([...new Set([emoji, ...stored()])].slice(0, keep)));
    } catch {
      // Storage may be forbidden or full: then there are only the usual ones.
    }
  }
}

function stored(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string' && each.length < 40) : [];
  } catch {
    return [];
  }
}
